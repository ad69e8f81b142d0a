package org.waymark.core.label;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.GridZones;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * What each picture of a data set sees on the ground, as circular sectors of one radius and
 * opening; a panorama sees the whole circle.
 *
 * @param sectors in the data set's order
 */
public record GroundViews(List<Sector> sectors) {

  public GroundViews {
    sectors = List.copyOf(sectors);
  }

  /**
   * From positions and compass headings.
   *
   * @param datasets whose coordinates must be comparable: the zones of their grids are checked
   * @return one for each data set
   * @throws WaymarkException when a frame lacks position or heading, or the data sets lie in
   *     different zones of the grid
   */
  public static List<GroundViews> ofPositions(
      List<Dataset> datasets, double radius, double openingDegrees, ProgressReporter reporter) {
    GridZones zones = new GridZones();
    List<GroundViews> views = new ArrayList<>();
    for (Dataset dataset : datasets) {
      Missing missing = new Missing(dataset);
      List<Sector> sectors = new ArrayList<>();
      forEach(
          dataset,
          reporter,
          frame -> {
            GroundPosition position = frame.position().orElse(null);
            boolean whole = frame.panorama();
            if (position == null || (position.heading().isEmpty() && !whole)) {
              missing.note(frame, position == null ? "position" : "heading");
              return;
            }
            zones.add(position);
            sectors.add(
                Sector.ofCompass(
                    position.east(),
                    position.north(),
                    position.heading().orElse(0),
                    radius,
                    whole ? 360 : openingDegrees));
          });
      missing.check(
          "method fov needs position and compass heading; use --method pose-fov for a data set with poses");
      views.add(new GroundViews(sectors));
    }
    zones.requireOne("label each city by itself");
    return views;
  }

  /**
   * From camera-to-world poses, projected to the ground.
   *
   * @param poses of all frames of the data set, in its order
   * @throws WaymarkException when a frame lacks a pose or looks straight up or down
   */
  public static GroundViews ofPoses(
      Dataset dataset, List<Pose> poses, UpAxis up, double radius, double openingDegrees) {
    List<Sector> sectors = new ArrayList<>();
    double opening = Math.min(2 * Math.PI, Math.toRadians(openingDegrees));
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
        DatasetFrame frame = i.next();
        try {
          sectors.add(
              up.sector(
                  poses.get(sectors.size()), radius, frame.panorama() ? 2 * Math.PI : opening));
        } catch (IllegalArgumentException e) {
          throw new WaymarkException(
              "frame %s of '%s': %s; if another axis is up, name it with --up"
                  .formatted(frame.id(), dataset.spec(), e.getMessage()),
              e);
        }
      }
    }
    return new GroundViews(sectors);
  }

  /**
   * The poses of all frames, in order.
   *
   * @throws WaymarkException when a frame lacks one
   */
  public static List<Pose> poses(Dataset dataset, ProgressReporter reporter) {
    List<Pose> poses = new ArrayList<>();
    Missing missing = new Missing(dataset);
    forEach(
        dataset,
        reporter,
        frame -> frame.pose().ifPresentOrElse(poses::add, () -> missing.note(frame, "pose")));
    missing.check("method pose-fov needs poses; use --method fov for positions with headings");
    return poses;
  }

  private interface Reading {
    void read(DatasetFrame frame) throws IOException;
  }

  private static void forEach(Dataset dataset, ProgressReporter reporter, Reading reading) {
    try (Progress progress = reporter.start("reading", dataset.size());
        Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        DatasetFrame frame = i.next();
        try {
          reading.read(frame);
        } catch (IOException e) {
          throw new WaymarkException(
              "frame %s of '%s' cannot be read: %s"
                  .formatted(frame.id(), dataset.spec(), e.getMessage()),
              e);
        }
      }
    }
  }

  /** Counts frames that lack something, so that one message tells of all. */
  private static final class Missing {
    private final Dataset dataset;
    private long count;
    private String first = "";

    Missing(Dataset dataset) {
      this.dataset = dataset;
    }

    void note(DatasetFrame frame, String what) {
      if (count++ == 0) {
        first = "%s has no %s".formatted(frame.id(), what);
      }
    }

    void check(String wayOut) {
      if (count > 0) {
        throw new WaymarkException(
            "%d of %d frames of '%s' cannot be labelled, the first: %s; %s"
                .formatted(count, dataset.size(), dataset.spec(), first, wayOut));
      }
    }
  }
}
