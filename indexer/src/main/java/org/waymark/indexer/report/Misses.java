package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.metric.PoseError;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.RetrievalEvaluation;

/**
 * The queries whose first result is wrong although the map has a right one: the query, what was
 * found, and what should have been.
 */
final class Misses {

  /** Queries nearer to each other than this are neighbours. */
  private static final int APART = 8;

  private final RetrievalEvaluation evaluation;

  Misses(RetrievalEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * The worst, farthest off first; where positions are unknown, those whose right place comes last.
   * Of neighbours in a drive, which look alike and fail alike, only the worst.
   */
  List<Integer> worst(int count) {
    Comparator<Integer> byError =
        Comparator.comparingDouble(
            q -> -evaluation.error(q).map(PoseError::metres).orElse((double) rankOfRight(q)));
    List<Integer> worst = new ArrayList<>();
    all().stream()
        .sorted(byError.thenComparing(Comparator.naturalOrder()))
        .forEach(
            q -> {
              if (worst.size() < count && worst.stream().allMatch(w -> Math.abs(w - q) >= APART)) {
                worst.add(q);
              }
            });
    return worst;
  }

  /** Every query whose first result is wrong although the map has a right one. */
  List<Integer> all() {
    return evaluation.scored().stream()
        .boxed()
        .filter(q -> evaluation.truth().positives(q) > 0 && !evaluation.isHit(q, 1))
        .toList();
  }

  /** From 1; beyond the list when no right place is on it. */
  private int rankOfRight(int query) {
    int[] row = evaluation.results().ranked().get(query);
    for (int rank = 0; rank < row.length; rank++) {
      if (evaluation.truth().isPositive(query, row[rank])) {
        return rank + 1;
      }
    }
    return row.length + 1;
  }

  Html gallery(List<Integer> queries) {
    return Html.of(
        "<div class=\"misses\">%s</div>", Html.join(queries.stream().map(this::miss).toList()));
  }

  private Html miss(int query) {
    int[] row = evaluation.results().ranked().get(query);
    int right = nearestRight(query);
    int rank = rankOfRight(query);
    Html found =
        row.length == 0
            ? Html.of(
                "<figure class=\"wrong\">%s<figcaption><span class=\"role\">Found</span>nothing</figcaption></figure>",
                Thumbnail.blank("no result"))
            : figure("wrong", "Found first", evaluation.places(), row[0], details(query, row[0]));
    String place =
        rank <= row.length ? "a right place came %s".formatted(ordinal(rank)) : beyond(row.length);
    return Html.of(
        "<article class=\"miss\">%s%s%s</article>",
        figure("query", "Query", evaluation.queries(), query, List.of(place)),
        found,
        figure("right", "Right", evaluation.places(), right, details(query, right)));
  }

  private static String beyond(int listed) {
    return listed == 0
        ? "nothing was found"
        : "no right place among the first %d".formatted(listed);
  }

  private static String ordinal(int rank) {
    return switch (rank) {
      case 2 -> "second";
      case 3 -> "third";
      default -> "at rank " + rank;
    };
  }

  private int nearestRight(int query) {
    return evaluation
        .truth()
        .positivesOf(query)
        .boxed()
        .min(Comparator.comparingDouble(place -> farness(query, place)))
        .orElseThrow();
  }

  /** In metres where positions are known, else by descriptors, else all the same. */
  private double farness(int query, int place) {
    return evaluation
        .positions()
        .map(p -> p.error(query, place).metres())
        .or(() -> distance(query, place))
        .orElse(0.0);
  }

  private Optional<Double> distance(int query, int place) {
    return evaluation.results().unanswered().get(query)
        ? Optional.empty()
        : evaluation.results().distances().map(d -> d.select(query, new int[] {place})[0]);
  }

  private List<String> details(int query, int place) {
    List<String> details = new ArrayList<>();
    evaluation
        .positions()
        .map(p -> p.error(query, place))
        .ifPresent(
            e ->
                details.add(
                    Double.isNaN(e.degrees())
                        ? "%s off".formatted(Numbers.metres(e.metres()))
                        : "%s and %s off"
                            .formatted(Numbers.metres(e.metres()), Numbers.degrees(e.degrees()))));
    distance(query, place)
        .ifPresent(d -> details.add("descriptor distance " + Numbers.fixed(d, 3)));
    return details;
  }

  private static Html figure(
      String style, String role, FrameSet frames, int index, List<String> details) {
    Optional<DatasetFrame> frame = frames.frame(index);
    return Html.of(
        "<figure class=\"%s\">%s<figcaption><span class=\"role\">%s</span>%s%s</figcaption></figure>",
        style,
        frame.map(Thumbnail::of).orElseGet(() -> Thumbnail.blank("no picture known")),
        role,
        frames.id(index),
        Html.join(
            details.stream()
                .map(detail -> Html.of("<span class=\"detail\">%s</span>", detail))
                .toList()));
  }
}
