package org.waymark.streams;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joml.Vector3d;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;

/**
 * Plain retrieval: the pose of a frame is that of the place with the nearest descriptor. It is
 * called LOCALIZED when the leading places lie together, UNCERTAIN when they are spread. Covariance
 * and confidence are left unset: one frame's distances, uncalibrated, say nothing of either.
 */
final class SingleFrameLocalizer implements FrameLocalizer {

  /** How many of the best places must lie together. */
  private static final int LEADING = 5;

  /**
   * How far from their mean, as root mean square, the leading places may lie; the contract's 1 m of
   * confidence.
   */
  private static final double AGREEMENT_METRES = 1.0;

  private final PlaceMap map;
  private final Outcomes outcomes;

  SingleFrameLocalizer(PlaceMap map, String modelId) {
    this.map = map;
    this.outcomes = new Outcomes(map.manifest(), modelId);
  }

  /** Believes nothing: the belief stays as it was. */
  @Override
  public Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief) {
    Localization outcome =
        frame instanceof DescribedFrame.Described described
            ? lookUp(described, source, publishedMillis)
            : outcomes.ofUndescribed(frame, source, publishedMillis);
    return new Answer(outcome, Optional.empty());
  }

  @Override
  public Optional<MapStatus> map() {
    return Optional.of(MapStatus.of(map.manifest()));
  }

  private Localization lookUp(
      DescribedFrame.Described described, FrameKey source, long publishedMillis) {
    long start = System.nanoTime();
    List<Match> matches = map.search(described.descriptor(), Outcomes.CANDIDATES);
    long lookupNanos = System.nanoTime() - start;
    Pose camera = matches.getFirst().place().pose();
    double spread = spread(matches.subList(0, Math.min(LEADING, matches.size())));
    Localization.Builder builder =
        outcomes
            .builder(
                described.frame(),
                source,
                spread <= AGREEMENT_METRES ? Outcome.LOCALIZED : Outcome.UNCERTAIN,
                Outcomes.timings(described.work(), publishedMillis, lookupNanos))
            .setAmbiguityMetres(spread)
            .setCandidates(Outcomes.candidates(matches));
    if (spread > AGREEMENT_METRES) {
      builder.setReason(
          String.format(Locale.ROOT, "the leading places are spread by %.1f m", spread));
    }
    Outcomes.setPose(builder, described.frame(), camera);
    return builder.build();
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
