package org.waymark.streams;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.tracking.Belief;
import org.waymark.streams.tracking.BeliefCodec;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.Observation;
import org.waymark.streams.tracking.TrackedPose;
import org.waymark.streams.tracking.Tracker;
import org.waymark.streams.tracking.TrackerSettings;
import org.waymark.streams.tracking.UncertainPose;

/**
 * Follows each robot: the outcome of a frame comes from its sightings, its odometry and what was
 * believed before. The belief that it started from is part of the outcome, so that it can be
 * recomputed.
 */
final class TrackingLocalizer implements FrameLocalizer {

  private static final Logger LOG = LoggerFactory.getLogger(TrackingLocalizer.class);

  private final PlaceMap map;
  private final Outcomes outcomes;
  private final Tracker tracker;

  TrackingLocalizer(
      PlaceMap map, String modelId, Calibration calibration, TrackerSettings settings) {
    this.map = map;
    this.outcomes = new Outcomes(map.manifest(), modelId);
    this.tracker = new Tracker(calibration, settings);
  }

  /** Frames without a descriptor leave the belief as it was. */
  @Override
  public Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief) {
    if (!(frame instanceof DescribedFrame.Described described)) {
      return new Answer(outcomes.ofUndescribed(frame, source, publishedMillis), Optional.empty());
    }
    long start = System.nanoTime();
    List<Match> matches = map.search(described.descriptor(), Observation.SIGHTINGS);
    CameraFrame camera = described.frame();
    Observation observation = Observations.of(camera, map.manifest().frameId(), matches);
    Optional<Belief> before = belief.flatMap(bytes -> readable(bytes, camera.getRobot()));
    Tracker.Step step = tracker.step(before, observation);
    long lookupNanos = System.nanoTime() - start;
    TrackedPose answer = step.answer();
    Localization.Builder builder =
        outcomes
            .builder(
                camera,
                source,
                answer.outcome(),
                Outcomes.timings(described.work(), publishedMillis, lookupNanos))
            .setCandidates(Outcomes.candidates(matches))
            .setAmbiguityMetres(answer.ambiguityMetres());
    answer.reason().ifPresent(builder::setReason);
    answer.confidence().ifPresent(builder::setConfidence);
    answer.camera().ifPresent(pose -> setPose(builder, camera, pose));
    Localization outcome = builder.build();
    before
        .map(BeliefCodec::encode)
        .map(ByteBuffer::wrap)
        .ifPresent(outcome.getProvenance()::setBelief);
    return new Answer(outcome, Optional.of(BeliefCodec.encode(step.belief())));
  }

  @Override
  public Optional<MapStatus> map() {
    return Optional.of(MapStatus.of(map.manifest()));
  }

  /** The covariance is that of base_link where its pose is given, of the camera otherwise. */
  private static void setPose(
      Localization.Builder builder, CameraFrame frame, UncertainPose camera) {
    Outcomes.setPose(builder, frame, camera.pose());
    builder.setCovariance(
        Poses.fromNullable(frame.getBaseToCamera())
            .map(Pose::inverse)
            .map(camera::then)
            .orElse(camera)
            .covariance());
  }

  /**
   * What an older or newer version left in the store is forgotten: the next frame finds the robot
   * anew.
   */
  private static Optional<Belief> readable(byte[] bytes, String robot) {
    try {
      return Optional.of(BeliefCodec.decode(bytes));
    } catch (WaymarkException e) {
      LOG.warn("Robot {} is looked for anew: {}", robot, e.getMessage());
      return Optional.empty();
    }
  }
}
