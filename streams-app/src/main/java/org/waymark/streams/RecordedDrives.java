package org.waymark.streams;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;
import org.waymark.streams.tracking.CalibrationDrive;
import org.waymark.streams.tracking.UncertainPose;

/** The drives of a data set: one for each sequence, in the order of its recording. */
public final class RecordedDrives {

  private RecordedDrives() {}

  /**
   * Describes all frames. Those whose pictures are broken or whose poses are not known are left
   * out.
   *
   * @throws WaymarkException when no frame has a pose
   */
  public static List<CalibrationDrive> of(
      Dataset dataset, DescriptorExtractor extractor, ProgressReporter reporter) {
    Map<String, List<CalibrationDrive.Frame>> sequences = new LinkedHashMap<>();
    try (Progress progress = reporter.start("describing frames", dataset.size());
        var frames = dataset.frames()) {
      extractor.describe(
          frames.iterator(),
          DatasetFrame::image,
          (frame, result) -> {
            if (result instanceof Result.Described described) {
              frame(frame, described.descriptor())
                  .ifPresent(
                      f ->
                          sequences
                              .computeIfAbsent(frame.sequence(), name -> new ArrayList<>())
                              .add(f));
            }
            progress.advance(1);
          });
    }
    if (sequences.isEmpty()) {
      throw new WaymarkException(
          "no frame of '%s' has a pose and a usable picture; a calibration compares with true poses"
              .formatted(dataset.spec()));
    }
    return sequences.values().stream().map(CalibrationDrive::new).toList();
  }

  private static Optional<CalibrationDrive.Frame> frame(DatasetFrame frame, float[] descriptor) {
    try {
      Optional<Pose> mounting = frame.baseToCamera();
      Optional<UncertainPose> odometry = frame.odometry().flatMap(o -> ofCamera(o, mounting));
      return frame
          .pose()
          .map(pose -> new CalibrationDrive.Frame(frame.stampNanos(), descriptor, pose, odometry));
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of frame %s cannot be read: %s".formatted(frame.id(), FileFailure.reason(e)),
          e);
    }
  }

  private static Optional<UncertainPose> ofCamera(Odometry odometry, Optional<Pose> mounting) {
    UncertainPose pose = new UncertainPose(odometry.pose(), odometry.covariance());
    return odometry.frame().equals(Odometry.BASE_LINK)
        ? mounting.map(pose::then)
        : Optional.empty();
  }
}
