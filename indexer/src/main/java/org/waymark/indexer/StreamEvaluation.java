package org.waymark.indexer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.record.Poses;

/**
 * How good the outcomes of a stream were, against the recording that was replayed into it: a
 * frame's sequence number is its place in the data set's order.
 */
public final class StreamEvaluation {

  private final List<DatasetFrame> truth;

  public StreamEvaluation(Dataset truth) {
    this.truth = truth.frames().toList();
  }

  /**
   * The outcome.
   *
   * @param outcomes how many of each kind
   * @param positionErrorMetres of the poses given
   * @param rotationErrorDegrees likewise
   */
  public record Report(
      Map<Outcome, Integer> outcomes,
      Percentiles positionErrorMetres,
      Percentiles rotationErrorDegrees) {}

  /**
   * Counts outcomes and measures the errors of those that have a pose. Live mode may answer a frame
   * twice: the first answer counts.
   */
  public Report run(List<Localization> localizations) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    List<Double> position = new ArrayList<>();
    List<Double> rotation = new ArrayList<>();
    for (Localization localization : distinct(localizations)) {
      outcomes.merge(localization.getOutcome(), 1, Integer::sum);
      error(localization)
          .ifPresent(
              error -> {
                position.add(error.metres());
                rotation.add(error.degrees());
              });
    }
    return new Report(outcomes, new Percentiles(position), new Percentiles(rotation));
  }

  private static List<Localization> distinct(List<Localization> localizations) {
    record Frame(String robot, String run, String camera, long sequence) {}
    Set<Frame> seen = new HashSet<>();
    return localizations.stream()
        .filter(l -> seen.add(new Frame(l.getRobot(), l.getRun(), l.getCamera(), l.getSequence())))
        .toList();
  }

  /** How far a pose is from the truth. */
  public record PoseError(double metres, double degrees) {}

  /**
   * The error of one outcome; empty when it has no pose, or the recording has none for its frame.
   */
  public Optional<PoseError> error(Localization localization) {
    return Poses.fromNullable(localization.getCameraPose())
        .flatMap(
            found ->
                pose(localization)
                    .map(
                        real ->
                            new PoseError(
                                real.distanceTo(found), Math.toDegrees(real.angleTo(found)))));
  }

  private Optional<Pose> pose(Localization localization) {
    try {
      return frame(localization).pose();
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of frame %s cannot be read: %s"
              .formatted(frame(localization).id(), e.getMessage()),
          e);
    }
  }

  private DatasetFrame frame(Localization localization) {
    long sequence = localization.getSequence();
    if (sequence < 0 || sequence >= truth.size()) {
      throw new WaymarkException(
          "an outcome for frame %d, but the recording has %d frames; was another one replayed?"
              .formatted(sequence, truth.size()));
    }
    return truth.get((int) sequence);
  }

  /**
   * Recall of the candidates that the outcomes list, over the frames whose outcome lists any.
   *
   * @param places the data sets of the map, in its order
   * @param overlap {@code [frame][place]}, see {@link MapEvaluation#overlaps}
   * @param positive overlap above which a place counts as the frame's own
   */
  public RetrievalScores recall(
      List<Localization> localizations,
      List<Dataset> places,
      float[][] overlap,
      double positive,
      Collection<Integer> ks) {
    Map<String, Integer> indexById = new HashMap<>();
    List<String> prefixes = PlaceNames.prefixes(places.stream().map(Dataset::spec).toList());
    for (int i = 0; i < places.size(); i++) {
      String prefix = prefixes.get(i);
      places
          .get(i)
          .frames()
          .forEach(
              frame -> {
                if (indexById.putIfAbsent(prefix + frame.id(), indexById.size()) != null) {
                  throw twice(frame);
                }
              });
    }
    List<Localization> answered =
        distinct(localizations).stream().filter(l -> !l.getCandidates().isEmpty()).toList();
    answered.forEach(this::frame);
    List<int[]> ranked =
        answered.stream()
            .map(l -> l.getCandidates().stream().mapToInt(c -> index(indexById, c)).toArray())
            .toList();
    return RetrievalScores.of(
        ranked,
        indexById.size(),
        (q, p) -> overlap[(int) answered.get(q).getSequence()][p] > positive,
        ks);
  }

  private static WaymarkException twice(DatasetFrame frame) {
    return new WaymarkException(
        "frame %s is twice in the map's data sets, so outcomes do not say which they found"
            .formatted(frame.id()));
  }

  private static int index(Map<String, Integer> indexById, Candidate candidate) {
    Integer index = indexById.get(candidate.getPlace());
    if (index == null) {
      throw new WaymarkException(
          "an outcome names the place %s, which the map's data sets do not have"
              .formatted(candidate.getPlace()));
    }
    return index;
  }
}
