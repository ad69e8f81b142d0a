package org.waymark.streams;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.PoseWithCovariance;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.indexer.Match;
import org.waymark.streams.tracking.Observation;
import org.waymark.streams.tracking.Sighting;
import org.waymark.streams.tracking.UncertainPose;

/** Frames and matches in the tracker's terms. */
final class Observations {

  private Observations() {}

  /**
   * @param frameId of the map. Beliefs about another frame are of no use, so that it is part of the
   *     run's name
   */
  static Observation of(CameraFrame frame, String frameId, List<Match> matches) {
    return new Observation(
        frameId + "/" + frame.getRun(),
        frame.getStampNanos(),
        matches.stream()
            .map(m -> new Sighting(m.place().index(), m.distance(), m.place().pose()))
            .toList(),
        ofCamera(frame.getOdometry(), frame),
        ofCamera(frame.getPrior(), frame));
  }

  /**
   * The camera's pose where that of base_link or of the camera itself is given; empty where it
   * cannot be told, because the mounting is unknown or the numbers are none.
   */
  private static Optional<UncertainPose> ofCamera(
      @Nullable PoseWithCovariance given, CameraFrame frame) {
    if (given == null) {
      return Optional.empty();
    }
    try {
      UncertainPose pose =
          new UncertainPose(Poses.fromRecord(given.getPose()), given.getCovariance());
      if (given.getFrame().equals(frame.getCamera())) {
        return Optional.of(pose);
      }
      Optional<Pose> mounting = Poses.fromNullable(frame.getBaseToCamera());
      return given.getFrame().equals(Odometry.BASE_LINK) || given.getFrame().isEmpty()
          ? mounting.map(pose::then)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
