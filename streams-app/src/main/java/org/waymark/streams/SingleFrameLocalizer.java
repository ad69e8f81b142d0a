package org.waymark.streams;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joml.Vector3d;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;

/**
 * Plain retrieval: the pose of a frame is that of the place with the nearest descriptor. It is
 * called LOCALIZED when the leading places lie together, UNCERTAIN when they are spread. Covariance
 * and confidence are left unset: one frame's distances, uncalibrated, say nothing of either.
 */
final class SingleFrameLocalizer implements FrameLocalizer {

  /** How many places an outcome lists. */
  static final int CANDIDATES = 10;

  /** How many of them must lie together. */
  private static final int LEADING = 5;

  /**
   * How far from their mean, as root mean square, the leading places may lie; the contract's 1 m of
   * confidence.
   */
  private static final double AGREEMENT_METRES = 1.0;

  private final PlaceMap map;
  private final String modelId;

  SingleFrameLocalizer(PlaceMap map, String modelId) {
    this.map = map;
    this.modelId = modelId;
  }

  /** Believes nothing: the belief stays as it was. */
  @Override
  public Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief) {
    return new Answer(outcome(frame, source, publishedMillis), Optional.empty());
  }

  private Localization outcome(DescribedFrame frame, FrameKey source, long publishedMillis) {
    return switch (frame) {
      case DescribedFrame.Described described -> lookUp(described, source, publishedMillis);
      case DescribedFrame.Rejected(CameraFrame f, String reason, DescribedFrame.Work work) ->
          outcome(f, source, Outcome.REJECTED, timings(work, publishedMillis, 0))
              .setReason(reason)
              .build();
      case DescribedFrame.Stale(CameraFrame f, long age, DescribedFrame.Work work) ->
          outcome(f, source, Outcome.STALE, timings(work, publishedMillis, 0))
              .setReason(age + " ms old when its turn came")
              .build();
      case DescribedFrame.NotAFrame(String reason) ->
          throw new IllegalArgumentException("no frame, no outcome: " + reason);
    };
  }

  private Localization lookUp(
      DescribedFrame.Described described, FrameKey source, long publishedMillis) {
    long start = System.nanoTime();
    List<Match> matches = map.search(described.descriptor(), CANDIDATES);
    long lookupNanos = System.nanoTime() - start;
    CameraFrame frame = described.frame();
    Pose camera = matches.getFirst().place().pose();
    double spread = spread(matches.subList(0, Math.min(LEADING, matches.size())));
    Timings timings = timings(described.work(), publishedMillis, lookupNanos);
    Localization.Builder builder =
        outcome(
                frame,
                source,
                spread <= AGREEMENT_METRES ? Outcome.LOCALIZED : Outcome.UNCERTAIN,
                timings)
            .setCameraPose(Poses.toRecord(camera))
            .setAmbiguityMetres(spread)
            .setCandidates(matches.stream().map(SingleFrameLocalizer::candidate).toList());
    if (spread > AGREEMENT_METRES) {
      builder.setReason(
          String.format(Locale.ROOT, "the leading places are spread by %.1f m", spread));
    }
    Poses.fromNullable(frame.getBaseToCamera())
        .map(baseToCamera -> camera.compose(baseToCamera.inverse()))
        .map(Poses::toRecord)
        .ifPresent(builder::setBasePose);
    return builder.build();
  }

  private Localization.Builder outcome(
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
                .setMap(map.manifest().name())
                .setMapVersion(map.manifest().version())
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .build())
        .setTimings(timings);
  }

  private static Timings timings(DescribedFrame.Work work, long publishedMillis, long lookupNanos) {
    return Timings.newBuilder()
        .setWaitMicros(1000 * Math.max(0, work.startedMillis() - publishedMillis))
        .setDecodeMicros(work.decodeNanos() / 1000)
        .setDescribeMicros(work.forwardNanos() / 1000)
        .setLookupMicros(lookupNanos / 1000)
        .setTotalMicros(0)
        .build();
  }

  private static Candidate candidate(Match match) {
    return Candidate.newBuilder()
        .setPlace(match.place().id())
        .setSession(match.place().session())
        .setDistance(match.distance())
        .setPose(Poses.toRecord(match.place().pose()))
        .build();
  }

  /** Root mean square distance of the places from their mean, in metres. */
  static double spread(List<Match> leading) {
    Vector3d mean = new Vector3d();
    leading.forEach(match -> mean.add(match.place().pose().position()));
    mean.div(leading.size());
    return Math.sqrt(
        leading.stream()
            .mapToDouble(match -> match.place().pose().position().distanceSquared(mean))
            .average()
            .orElse(0));
  }
}
