package org.waymark.indexer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.waymark.core.geometry.Pose;

/**
 * What a manifest says of a map's places, gathered while they pass one by one. Not safe for use by
 * several threads.
 */
final class PlaceSurvey {

  /** Values of one tag that a manifest lists. */
  private static final int MAX_VALUES = 1000;

  private final double[] min = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
  private final double[] max = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
  private final SequencedMap<String, Long> sessions = new LinkedHashMap<>();
  private final SortedSet<String> cameras = new TreeSet<>();
  private final SortedMap<String, SortedMap<String, Long>> tags = new TreeMap<>();
  private long places;

  void add(Place place) {
    Pose pose = place.pose();
    double[] position = {pose.x(), pose.y(), pose.z()};
    for (int i = 0; i < position.length; i++) {
      min[i] = Math.min(min[i], position[i]);
      max[i] = Math.max(max[i], position[i]);
    }
    sessions.merge(place.session(), 1L, Long::sum);
    if (!place.camera().isEmpty()) {
      cameras.add(place.camera());
    }
    for (Map.Entry<String, String> tag : place.tags().entrySet()) {
      SortedMap<String, Long> values = tags.computeIfAbsent(tag.getKey(), t -> new TreeMap<>());
      if (values.size() < MAX_VALUES || values.containsKey(tag.getValue())) {
        values.merge(tag.getValue(), 1L, Long::sum);
      }
    }
    places++;
  }

  long places() {
    return places;
  }

  /** The box around all positions; of no meaning before the first place. */
  MapManifest.Extent extent() {
    return new MapManifest.Extent(min[0], min[1], min[2], max[0], max[1], max[2]);
  }

  MapManifest.Contents contents() {
    return new MapManifest.Contents(sessions, cameras, tags);
  }
}
