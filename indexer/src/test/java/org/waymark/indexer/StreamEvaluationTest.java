package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;
import org.waymark.core.trajectory.StampedPose;
import org.waymark.core.trajectory.Trajectory;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.LocalizationErrors;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.TruthSource;

class StreamEvaluationTest {

  private static final double QUARTER_TURN = Math.sqrt(0.5);

  /** Every frame is the right place for itself only. */
  private static final TruthSource ITSELF =
      (queries, places) ->
          GroundTruth.of(queries.size(), places.size(), (query, place) -> query == place);

  @TempDir Path directory;
  private Dataset truth;

  @BeforeAll
  static void trustRecords() {
    // Avro builds no record until a codec has told it to trust them.
    assertThat(RecordCodec.ofOneVersion(Localization.class).schema()).isNotNull();
  }

  @BeforeEach
  void write() throws IOException {
    truth = GeneratedScene.write(directory, 1, 4).open();
  }

  @Test
  void shouldCountOutcomesAndMeasureThoseWithAPose() {
    LocalizationErrors report =
        new StreamEvaluation(truth)
            .run(
                List.of(
                    outcome(0, Outcome.LOCALIZED).setCameraPose(at(0.5)).build(),
                    outcome(1, Outcome.REJECTED).build(),
                    outcome(2, Outcome.UNCERTAIN)
                        .setCameraPose(
                            Poses.toRecord(new Pose(5, 0, 0, 0, 0, QUARTER_TURN, QUARTER_TURN)))
                        .build(),
                    outcome(3, Outcome.STALE).build()));
    assertThat(report.outcomes())
        .isEqualTo(
            Map.of(
                Outcome.LOCALIZED, 1, Outcome.REJECTED, 1, Outcome.UNCERTAIN, 1, Outcome.STALE, 1));
    assertThat(report.positionErrorMetres().at(0)).isEqualTo(0.5);
    assertThat(report.positionErrorMetres().at(100)).isEqualTo(3.0);
    assertThat(report.rotationErrorDegrees().at(0)).isZero();
    assertThat(report.rotationErrorDegrees().at(100)).isCloseTo(90, within(1e-9));
  }

  @Test
  void shouldCountAFrameOnceHoweverOftenItWasAnswered() {
    Localization first = outcome(1, Outcome.LOCALIZED).setCameraPose(at(1)).build();
    Localization again = outcome(1, Outcome.STALE).build();
    Localization otherRun = outcome(1, Outcome.LOST).setRun("another").build();
    LocalizationErrors report = new StreamEvaluation(truth).run(List.of(first, again, otherRun));
    assertThat(report.outcomes()).isEqualTo(Map.of(Outcome.LOCALIZED, 1, Outcome.LOST, 1));
  }

  @Test
  void shouldCompareEachTruePoseWithOneOutcomeAndTheFirstAnswerOnly() {
    Trajectory truth =
        new Trajectory(
            List.of(new StampedPose(0, Pose.IDENTITY), new StampedPose(1_000_000, Pose.IDENTITY)));
    Localization far = outcome(0, Outcome.LOCALIZED).setCameraPose(at(9)).setStampNanos(30).build();
    Localization near =
        outcome(1, Outcome.LOCALIZED).setCameraPose(at(1)).setStampNanos(10).build();
    Localization again = outcome(1, Outcome.STALE).setCameraPose(at(7)).setStampNanos(5).build();
    Localization lost = outcome(2, Outcome.LOST).setStampNanos(1_000_000).build();
    LocalizationErrors errors =
        StreamEvaluation.byTime(List.of(far, near, again, lost), truth, 1000);
    assertThat(errors.outcomes()).isEqualTo(Map.of(Outcome.LOCALIZED, 2, Outcome.LOST, 1));
    assertThat(errors.pairs()).map(pair -> pair.estimate().x()).containsExactly(1.0);
    assertThat(errors.frames().get(1).error().orElseThrow().metres()).isEqualTo(1);
  }

  @Test
  void shouldScoreTheCandidatesOfThoseThatListAny() {
    RetrievalEvaluation evaluation =
        new StreamEvaluation(truth)
            .retrieval(
                List.of(
                    outcome(3, Outcome.LOCALIZED).setCandidates(candidates(3, 0)).build(),
                    outcome(3, Outcome.LOCALIZED).setCandidates(candidates(0, 1)).build(),
                    outcome(0, Outcome.UNCERTAIN).setCandidates(candidates(1, 0)).build(),
                    outcome(2, Outcome.REJECTED).build()),
                map(truth),
                ITSELF,
                List.of(1, 2));
    RetrievalScores scores = evaluation.scores();
    assertThat(evaluation.isHit(0, 1)).isFalse();
    assertThat(evaluation.isHit(0, 2)).isTrue();
    assertThat(scores.queries()).isEqualTo(2);
    assertThat(scores.recall()).isEqualTo(Map.of(1, 0.5, 2, 1.0));
  }

  @Test
  void shouldFindTheFramesOfAPartByTheirStamps() {
    Localization third =
        outcome(0, Outcome.LOCALIZED).setStampNanos(stamp(2)).setCameraPose(at(2)).build();
    LocalizationErrors report = new StreamEvaluation(truth).run(List.of(third));
    assertThat(report.positionErrorMetres().at(0)).isZero();
  }

  @Test
  void shouldRefuseOutcomesOfAnotherRecording() {
    Localization fifth =
        outcome(4, Outcome.LOCALIZED).setCameraPose(at(0)).setCandidates(candidates(0)).build();
    StreamEvaluation evaluation = new StreamEvaluation(truth);
    assertThatThrownBy(() -> evaluation.run(List.of(fifth)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame 4");
    assertThatThrownBy(() -> evaluation.retrieval(List.of(fifth), map(truth), ITSELF, List.of(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame 4");
  }

  @Test
  void shouldRefusePlacesThatItCannotTell() {
    Localization unknown = outcome(0, Outcome.LOCALIZED).setCandidates(candidates(17)).build();
    StreamEvaluation evaluation = new StreamEvaluation(truth);
    assertThatThrownBy(() -> evaluation.retrieval(List.of(unknown), map(truth), ITSELF, List.of(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000017");
    assertThatThrownBy(() -> evaluation.retrieval(List.of(), map(truth, truth), ITSELF, List.of(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000000");
  }

  private static MapFrames map(Dataset... sources) {
    List<DatasetFrame> frames = Arrays.stream(sources).flatMap(Dataset::frames).toList();
    return new MapFrames(
        FrameSet.of(sources[0].spec().toString(), frames),
        frames.stream().map(DatasetFrame::id).toList());
  }

  private static org.waymark.avro.Pose at(double x) {
    return Poses.toRecord(new Pose(x, 0, 0, 0, 0, 0, 1));
  }

  private static List<Candidate> candidates(int... frames) {
    return Arrays.stream(frames)
        .mapToObj(
            frame -> new Candidate("seq-01/frame-%06d".formatted(frame), "seq-01", 0.5f, at(frame)))
        .toList();
  }

  /** Of a replay of the whole recording, as the stamp says too. */
  private Localization.Builder outcome(int sequence, Outcome outcome) {
    return Localization.newBuilder()
        .setRobot("r")
        .setRun("run")
        .setCamera("camera")
        .setStampNanos(stamp(sequence))
        .setSequence(sequence)
        .setOutcome(outcome)
        .setProvenance(
            Provenance.newBuilder()
                .setModel("")
                .setMap("")
                .setMapVersion("")
                .setTopic("")
                .setPartition(0)
                .setOffset(0)
                .build())
        .setTimings(new Timings(0L, 0L, 0L, 0L, 0L));
  }

  /** A frame's, or one that no frame has. */
  private long stamp(int frame) {
    try (var frames = truth.frames()) {
      return frames.skip(frame).findFirst().map(DatasetFrame::stampNanos).orElse(Long.MAX_VALUE);
    }
  }
}
