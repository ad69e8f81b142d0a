package org.waymark.indexer.evaluation;

import java.util.Optional;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;

/**
 * What is compared of an outcome: small, so that days of a fleet fit into memory.
 *
 * @param source {@code map/version} and the model's id
 * @param camera pose of the camera in the map frame
 * @param totalMicros from the frame's publication until the outcome was handed to Kafka
 */
public record FrameAnswer(
    FrameId frame, Outcome outcome, Optional<Pose> camera, long totalMicros, Source source) {

  /** The frame: outcomes of one id are answers to the same picture. */
  public record FrameId(String robot, String run, String camera, long sequence, long stampNanos) {}

  /** Where an answer comes from. */
  public record Source(String map, String version, String model) {}

  /** Of an outcome. */
  public static FrameAnswer of(Localization outcome) {
    return new FrameAnswer(
        new FrameId(
            outcome.getRobot(),
            outcome.getRun(),
            outcome.getCamera(),
            outcome.getSequence(),
            outcome.getStampNanos()),
        outcome.getOutcome(),
        Poses.fromNullable(outcome.getCameraPose()),
        outcome.getTimings().getTotalMicros(),
        new Source(
            outcome.getProvenance().getMap(),
            outcome.getProvenance().getMapVersion(),
            outcome.getProvenance().getModel()));
  }
}
