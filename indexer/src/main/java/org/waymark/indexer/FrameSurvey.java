package org.waymark.indexer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Tags;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.geometry.Utm;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.build.CopyTable;
import org.waymark.indexer.build.FrameTable;
import org.waymark.indexer.build.GroundPose;

/**
 * What is known of the frames of a build before any is described, so that a missing pose ends a
 * build at once and not after hours: each frame's pose in the map frame and its drive, and where on
 * the globe the map lies. A data set without poses but with positions gives a geographic map.
 */
final class FrameSurvey {

  /** Origins of geographic maps are multiples of this, in metres: builds of one region agree. */
  private static final double ORIGIN_STEP = 1000;

  private final String utmZone;
  private final @Nullable GeoFrame fixed;
  private final List<FrameTable> tables = new ArrayList<>();
  private final CopyTable names = new CopyTable();
  private int named;
  private final Set<String> zones = new HashSet<>();
  private @Nullable Boolean geographic;
  private double originEast;
  private double originNorth;

  /**
   * @param utmZone of positions whose data set does not name one; empty when it is not known
   * @param fixed the frame of the map that the frames come to; null for a new map
   */
  FrameSurvey(String utmZone, @Nullable GeoFrame fixed) {
    this.utmZone = utmZone;
    this.fixed = fixed;
    if (fixed != null) {
      originEast = fixed.originEast();
      originNorth = fixed.originNorth();
      if (fixed.known()) {
        zones.add(fixed.zone());
      }
    }
  }

  /**
   * Reads poses and names of a data set.
   *
   * @param prefix of its places' names
   * @throws WaymarkException when a frame has neither pose nor position, or not what the frames
   *     before it have, or its name is taken
   */
  void add(Dataset dataset, String prefix, ProgressReporter reporter) {
    FrameTable table = new FrameTable();
    try (Progress progress = reporter.start("reading poses", dataset.size());
        Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        DatasetFrame frame = i.next();
        takeName(prefix + frame.id());
        table.add(
            frame.sequence(),
            camera(frame),
            frame.frameNumber().orElse(frame.stampNanos()),
            pose(frame, dataset));
      }
    }
    tables.add(table);
  }

  /**
   * Takes the name of a place. Names are known by 64 bits of them: that two of a million names
   * share these by chance happens once in thirty million maps.
   */
  void takeName(String name) {
    if (names.findOrAdd(CopyTable.hash(name), named++, equalHash -> true) >= 0) {
      throw new WaymarkException(
          "frame %s is in two of the data sets; give each frame once".formatted(name));
    }
  }

  static String camera(DatasetFrame frame) {
    return frame.tags().getOrDefault(Tags.CAMERA, "");
  }

  private Pose pose(DatasetFrame frame, Dataset dataset) {
    Optional<Pose> pose;
    try {
      pose = frame.pose();
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of frame %s cannot be read: %s".formatted(frame.id(), FileFailure.reason(e)),
          e);
    }
    Optional<GroundPosition> position = frame.position();
    position.ifPresent(p -> addZone(p, frame));
    if (geographic == null) {
      begin(pose, position);
    }
    if (Boolean.TRUE.equals(geographic)) {
      return position
          .map(p -> GroundPose.of(p, originEast, originNorth))
          .orElseThrow(
              () ->
                  new WaymarkException(
                      "frame %s of '%s' has no position, and the frames before it have; a map is made of positions or of poses, not of both"
                          .formatted(frame.id(), dataset.spec())));
    }
    return pose.orElseThrow(
        () ->
            new WaymarkException(
                position.isPresent()
                    ? "frame %s of '%s' has a position but no pose, and the frames before it have poses; a map is made of positions or of poses, not of both"
                        .formatted(frame.id(), dataset.spec())
                    : "frame %s has no pose; a map is built from recordings with poses or positions"
                        .formatted(frame.id())));
  }

  /** The first frame decides what kind of map this is, unless there is a map. */
  private void begin(Optional<Pose> pose, Optional<GroundPosition> position) {
    boolean positions = pose.isEmpty() && position.isPresent();
    double east = positions ? origin(position.get().east()) : 0;
    double north = positions ? origin(position.get().north()) : 0;
    if (fixed == null) {
      originEast = east;
      originNorth = north;
    } else if (fixed.equals(GeoFrame.NONE) && (east != 0 || north != 0)) {
      throw new WaymarkException(
          "the map's poses are metric and these frames have positions of a grid only; build a map"
              + " of their own");
    }
    geographic = positions || (fixed != null && !fixed.equals(GeoFrame.NONE));
  }

  private static double origin(double coordinate) {
    return Math.floor(coordinate / ORIGIN_STEP) * ORIGIN_STEP;
  }

  private void addZone(GroundPosition position, DatasetFrame frame) {
    String zone = position.zone().isEmpty() ? utmZone : position.zone();
    if (zone.isEmpty()) {
      return;
    }
    if (!Utm.isZone(zone)) {
      throw new WaymarkException(
          "frame %s lies in the zone '%s', which is none of UTM such as 33N"
              .formatted(frame.id(), zone));
    }
    zones.add(zone);
    if (zones.size() > 1) {
      throw new WaymarkException(
          "positions lie in different zones of the grid (%s) and cannot be compared: build a map for each"
              .formatted(String.join(", ", zones.stream().sorted().toList())));
    }
  }

  /** By data set, in the order in which they were added. */
  List<FrameTable> tables() {
    return tables;
  }

  /** Whether the poses come from positions. */
  boolean isGeographic() {
    return Boolean.TRUE.equals(geographic);
  }

  /** Where on the globe the map frame lies. */
  GeoFrame geo() {
    if (fixed != null) {
      return fixed;
    }
    return isGeographic()
        ? new GeoFrame(zones.stream().findFirst().orElse(""), originEast, originNorth)
        : GeoFrame.NONE;
  }

  /** Where a frame lies on the globe, where that is known. */
  Optional<GeoPosition> onGlobe(DatasetFrame frame) {
    return frame
        .position()
        .filter(p -> !zones.isEmpty())
        .map(
            p -> {
              double[] point = Utm.latitudeLongitude(zones.iterator().next(), p.east(), p.north());
              return new GeoPosition(point[0], point[1]);
            });
  }
}
