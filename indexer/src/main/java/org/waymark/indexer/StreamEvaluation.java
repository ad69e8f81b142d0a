package org.waymark.indexer;

import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.record.Poses;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.StampedPose;
import org.waymark.core.trajectory.Trajectory;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.LocalizationErrors;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.TrueFrames;
import org.waymark.indexer.evaluation.TruthSource;

/**
 * How good the outcomes of a stream were, against the recording that was replayed into it, or
 * against a trajectory, by time.
 */
public final class StreamEvaluation {

  private final String name;
  private final TrueFrames truth;

  public StreamEvaluation(Dataset truth) {
    this.name = truth.spec().toString();
    try (var frames = truth.frames()) {
      this.truth = new TrueFrames(name, frames.toList());
    }
  }

  /**
   * Counts outcomes and measures the errors of those that have a pose. Live mode may answer a frame
   * twice: the first answer counts.
   */
  public LocalizationErrors run(List<Localization> localizations) {
    return errors(distinct(localizations), this::pair);
  }

  /**
   * As {@link #run}, against a true trajectory: an outcome's pose is compared with the true one
   * nearest in time, and each true pose with one outcome at most, see {@link PosePair#match}.
   *
   * @param maxDifferenceNanos up to which two stamps are the same time
   */
  public static LocalizationErrors byTime(
      List<Localization> localizations, Trajectory truth, long maxDifferenceNanos) {
    List<Localization> distinct = distinct(localizations);
    Trajectory estimate =
        new Trajectory(
            distinct.stream()
                .flatMap(
                    l ->
                        Poses.fromNullable(l.getCameraPose()).stream()
                            .map(pose -> new StampedPose(l.getStampNanos(), pose)))
                .toList());
    Map<Long, PosePair> byStamp = new HashMap<>();
    PosePair.match(estimate, truth, maxDifferenceNanos)
        .forEach(pair -> byStamp.put(pair.stampNanos(), pair));
    // Of outcomes of one stamp the first has the pair: it is the one that the trajectory kept.
    return errors(
        distinct,
        l ->
            l.getCameraPose() == null
                ? Optional.empty()
                : Optional.ofNullable(byStamp.remove(l.getStampNanos())));
  }

  private static LocalizationErrors errors(
      List<Localization> distinct, Function<Localization, Optional<PosePair>> pairs) {
    return new LocalizationErrors(
        distinct.stream()
            .map(
                l ->
                    new LocalizationErrors.Frame(
                        l.getSequence(),
                        l.getStampNanos(),
                        l.getOutcome(),
                        pairs.apply(l),
                        Optional.ofNullable(l.getConfidence())))
            .toList());
  }

  private static List<Localization> distinct(List<Localization> localizations) {
    record Frame(String robot, String run, String camera, long sequence) {}
    Set<Frame> seen = new HashSet<>();
    return localizations.stream()
        .filter(l -> seen.add(new Frame(l.getRobot(), l.getRun(), l.getCamera(), l.getSequence())))
        .toList();
  }

  /**
   * The error of one outcome; empty when it has no pose, or the recording has none for its frame.
   */
  public Optional<PoseError> error(Localization localization) {
    return pair(localization).map(pair -> PoseError.between(pair.truth(), pair.estimate()));
  }

  private Optional<PosePair> pair(Localization localization) {
    return Poses.fromNullable(localization.getCameraPose())
        .flatMap(
            found ->
                pose(localization)
                    .map(real -> new PosePair(localization.getStampNanos(), found, real)));
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
    return truth.all().get(index(localization));
  }

  private int index(Localization l) {
    return truth.index(l.getCamera(), l.getSequence(), l.getStampNanos());
  }

  /**
   * Scores the candidates that the outcomes list, over the frames whose outcome lists any.
   *
   * @param localizations of one run
   * @param map that was searched
   * @param source what makes a place the right one
   */
  public RetrievalEvaluation retrieval(
      List<Localization> localizations, MapFrames map, TruthSource source, Collection<Integer> ks) {
    Map<String, Integer> indexById = new HashMap<>();
    for (String id : map.ids()) {
      if (indexById.putIfAbsent(id, indexById.size()) != null) {
        throw new WaymarkException(
            "frame %s is twice in the map's data sets, so outcomes do not say which they found"
                .formatted(id));
      }
    }
    int[][] ranked = new int[truth.all().size()][0];
    BitSet silent = new BitSet();
    silent.set(0, ranked.length);
    for (Localization l : distinct(localizations)) {
      int frame = index(l);
      if (!l.getCandidates().isEmpty() && silent.get(frame)) {
        ranked[frame] = l.getCandidates().stream().mapToInt(c -> index(indexById, c)).toArray();
        silent.clear(frame);
      }
    }
    return RetrievalEvaluation.amongAnswered(
        FrameSet.of(name, truth.all()),
        map.frames(),
        new SearchResults(List.of(ranked), Optional.empty(), silent),
        source,
        ks);
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
