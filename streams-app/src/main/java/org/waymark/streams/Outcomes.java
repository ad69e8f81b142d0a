package org.waymark.streams;

import java.util.List;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.Match;

/** What every outcome says, however its pose was found. */
final class Outcomes {

  /** How many places an outcome lists. */
  static final int CANDIDATES = 10;

  private final MapManifest map;
  private final String modelId;

  Outcomes(MapManifest map, String modelId) {
    this.map = map;
    this.modelId = modelId;
  }

  /** The outcome of a frame that has no descriptor. */
  Localization ofUndescribed(DescribedFrame frame, FrameKey source, long publishedMillis) {
    return switch (frame) {
      case DescribedFrame.Rejected(CameraFrame f, String reason, DescribedFrame.Work work) ->
          builder(f, source, Outcome.REJECTED, timings(work, publishedMillis, 0))
              .setReason(reason)
              .build();
      case DescribedFrame.Stale(CameraFrame f, long age, DescribedFrame.Work work) ->
          builder(f, source, Outcome.STALE, timings(work, publishedMillis, 0))
              .setReason(age + " ms old when its turn came")
              .build();
      case DescribedFrame.Described _ ->
          throw new IllegalArgumentException("the frame is described");
      case DescribedFrame.NotAFrame(String reason) ->
          throw new IllegalArgumentException("no frame, no outcome: " + reason);
    };
  }

  Localization.Builder builder(
      CameraFrame frame, FrameKey source, Outcome outcome, Timings timings) {
    return Localization.newBuilder()
        .setRobot(frame.getRobot())
        .setRun(frame.getRun())
        .setCamera(frame.getCamera())
        .setStampNanos(frame.getStampNanos())
        .setSequence(frame.getSequence())
        .setOutcome(outcome)
        .setProvenance(
            Provenance.newBuilder()
                .setModel(modelId)
                .setMap(map.name())
                .setMapVersion(map.version())
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .build())
        .setTimings(timings);
  }

  static Timings timings(DescribedFrame.Work work, long publishedMillis, long lookupNanos) {
    return Timings.newBuilder()
        .setWaitMicros(1000 * Math.max(0, work.startedMillis() - publishedMillis))
        .setDecodeMicros(work.decodeNanos() / 1000)
        .setDescribeMicros(work.forwardNanos() / 1000)
        .setLookupMicros(lookupNanos / 1000)
        .setTotalMicros(0)
        .build();
  }

  /** The first of the matches, as an outcome lists them. */
  static List<Candidate> candidates(List<Match> matches) {
    return matches.stream().limit(CANDIDATES).map(Outcomes::candidate).toList();
  }

  private static Candidate candidate(Match match) {
    return Candidate.newBuilder()
        .setPlace(match.place().id())
        .setSession(match.place().session())
        .setDistance(match.distance())
        .setPose(Poses.toRecord(match.place().pose()))
        .build();
  }

  /** Sets the pose of the camera, and that of base_link where the mounting is known. */
  static void setPose(Localization.Builder builder, CameraFrame frame, Pose camera) {
    builder.setCameraPose(Poses.toRecord(camera));
    Poses.fromNullable(frame.getBaseToCamera())
        .map(baseToCamera -> camera.compose(baseToCamera.inverse()))
        .map(Poses::toRecord)
        .ifPresent(builder::setBasePose);
  }
}
