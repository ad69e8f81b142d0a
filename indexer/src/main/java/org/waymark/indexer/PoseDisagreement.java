package org.waymark.indexer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Where two maps disagree: places that look the same and lie apart. A place of the one looks the
 * same as one of the other when it is at least as like it as it is like its nearest fellow in its
 * own map: that needs no threshold, and suits any model.
 *
 * @param first a map's name
 * @param second the other's
 * @param compared places of the second that were looked up in the first
 * @param alike how many of them look the same as a place there
 * @param apart how many of these lie farther from it than the threshold
 * @param thresholdMetres above which two poses are of different places
 * @param worst the pair that lies farthest apart; null when none does
 * @param sessions the pair of sessions in which most of them lie, with a count; null likewise
 */
public record PoseDisagreement(
    String first,
    String second,
    int compared,
    int alike,
    int apart,
    double thresholdMetres,
    @Nullable Pair worst,
    @Nullable SessionPair sessions) {

  /** Of a larger map a seeded sample is looked up. */
  private static final int MOST = 5000;

  /** Above this share of places apart the frames themselves are in doubt. */
  private static final double MANY = 0.5;

  /** Two places that look the same, and their distance. */
  public record Pair(String first, String second, double metres) {}

  /** A session of each map, and how many places disagree between them. */
  public record SessionPair(String first, String second, int count) {}

  /**
   * Looks the second map's places up in the first.
   *
   * @param east of the second map's origin from the first's, in metres
   * @param north likewise
   */
  static PoseDisagreement between(
      PlaceMap first,
      PlaceMap second,
      double east,
      double north,
      double thresholdMetres,
      long seed,
      ProgressReporter reporter) {
    Counter counter = new Counter(first, second, east, north, thresholdMetres);
    long places = second.manifest().places();
    double share = Math.min(1, (double) MOST / places);
    Random random = new Random(seed);
    try (Progress progress = reporter.start("comparing maps", places)) {
      second.forEach(
          described -> {
            if (share == 1 || random.nextDouble() < share) {
              counter.look(described);
            }
            progress.advance(1);
          });
    }
    return counter.result();
  }

  private static final class Counter {

    private final PlaceMap first;
    private final PlaceMap second;
    private final double east;
    private final double north;
    private final double threshold;
    private final Map<List<String>, Integer> sessions = new HashMap<>();
    private @Nullable Pair worst;
    private int compared;
    private int alike;
    private int apart;

    Counter(PlaceMap first, PlaceMap second, double east, double north, double threshold) {
      this.first = first;
      this.second = second;
      this.east = east;
      this.north = north;
      this.threshold = threshold;
    }

    void look(DescribedPlace described) {
      compared++;
      Match match = first.search(described.descriptor(), 1).getFirst();
      Place place = described.place();
      float fellow =
          second.search(described.descriptor(), 2).stream()
              .filter(m -> m.place().index() != place.index())
              .map(Match::distance)
              .findFirst()
              .orElse(0f);
      if (match.distance() > fellow) {
        return;
      }
      alike++;
      Pose here = place.pose();
      Pose there = match.place().pose();
      double metres =
          Math.sqrt(
              square(here.x() + east - there.x())
                  + square(here.y() + north - there.y())
                  + square(here.z() - there.z()));
      if (metres > threshold) {
        apart++;
        sessions.merge(List.of(match.place().session(), place.session()), 1, Integer::sum);
        if (worst == null || worst.metres() < metres) {
          worst = new Pair(match.place().id(), place.id(), metres);
        }
      }
    }

    private static double square(double x) {
      return x * x;
    }

    PoseDisagreement result() {
      Optional<SessionPair> most =
          sessions.entrySet().stream()
              .max(
                  Map.Entry.<List<String>, Integer>comparingByValue()
                      .thenComparing(e -> e.getKey().toString(), Comparator.reverseOrder()))
              .map(e -> new SessionPair(e.getKey().getFirst(), e.getKey().getLast(), e.getValue()));
      return new PoseDisagreement(
          first.manifest().name(),
          second.manifest().name(),
          compared,
          alike,
          apart,
          threshold,
          worst,
          most.orElse(null));
    }
  }

  /** Whether so much is apart that the two frames seem not to be the same. */
  public boolean framesInDoubt() {
    return apart > MANY * alike;
  }

  /** For a person. */
  public String inWords() {
    if (alike == 0) {
      return "No place of %s looks the same as one of %s (%d compared): they share no ground, or look different there."
          .formatted(second, first, compared);
    }
    String start =
        "%d of %d places of %s look the same as one of %s; %d of these lie more than %s m from it"
            .formatted(alike, compared, second, first, apart, number(thresholdMetres));
    String farthest =
        worst == null
            ? ""
            : ", the worst %s m: %s and %s"
                .formatted(number(worst.metres()), worst.first(), worst.second());
    String most =
        sessions == null
            ? ""
            : "; most, %d, between %s and %s"
                .formatted(sessions.count(), sessions.first(), sessions.second());
    return start
        + farthest
        + most
        + "."
        + (framesInDoubt()
            ? " That is most of them: the two frames seem not to be the same. See waymark index"
                + " align."
            : "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
  }
}
