package org.waymark.indexer;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.waymark.core.geometry.Pose;

/**
 * A place of a map: where a picture was taken.
 *
 * <pre>{@code
 * new Place(0, "seq-01/frame-000012", "seq-01", stampNanos, pose)
 *     .withCamera("camera_front")
 *     .withTags(Map.of("season", "winter", "night", "true"))
 *     .withPosition(new GeoPosition(52.37, 4.89));
 * }</pre>
 *
 * @param index its number in the order in which the map's data sets list their frames, from 0
 * @param id its picture within its data set; in a map of several, with the data set's folder before
 *     it
 * @param session the sequence it was recorded in
 * @param camera the frame id of the camera, or which one of a rig; empty where there is only one
 * @param stampNanos when
 * @param pose of the camera in the map frame
 * @param tags what else is known, by name; at most {@value #MAX_TAGS}, unmodifiable
 * @param position on the globe, where it is known
 */
public record Place(
    int index,
    String id,
    String session,
    String camera,
    long stampNanos,
    Pose pose,
    SortedMap<String, String> tags,
    Optional<GeoPosition> position) {

  static final int MAX_TAGS = 32;

  /** UTF-8 bytes of a tag's name, and of its value. */
  static final int MAX_TAG_BYTES = 255;

  public Place {
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException(
          "place %s has %d tags; at most %d are kept".formatted(id, tags.size(), MAX_TAGS));
    }
    tags.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "'%s' of place %s names no tag: a name is not empty and has no '='"
                    .formatted(name, id));
          }
          if (bytes(name) > MAX_TAG_BYTES || bytes(value) > MAX_TAG_BYTES) {
            throw new IllegalArgumentException(
                "tag '%s' of place %s is longer than %d bytes".formatted(name, id, MAX_TAG_BYTES));
          }
        });
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** A place of one camera, without tags or position on the globe. */
  public Place(int index, String id, String session, long stampNanos, Pose pose) {
    this(
        index,
        id,
        session,
        "",
        stampNanos,
        pose,
        Collections.emptySortedMap(),
        Optional.<GeoPosition>empty());
  }

  public Place withIndex(int newIndex) {
    return new Place(newIndex, id, session, camera, stampNanos, pose, tags, position);
  }

  public Place withCamera(String newCamera) {
    return new Place(index, id, session, newCamera, stampNanos, pose, tags, position);
  }

  public Place withPose(Pose newPose) {
    return new Place(index, id, session, camera, stampNanos, newPose, tags, position);
  }

  public Place withTags(Map<String, String> newTags) {
    return new Place(
        index, id, session, camera, stampNanos, pose, new TreeMap<>(newTags), position);
  }

  public Place withPosition(GeoPosition newPosition) {
    return new Place(index, id, session, camera, stampNanos, pose, tags, Optional.of(newPosition));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
