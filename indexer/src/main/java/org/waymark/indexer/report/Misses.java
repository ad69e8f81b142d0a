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

  private final RetrievalEvaluation evaluation;

  Misses(RetrievalEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * The worst, farthest off first; where positions are unknown, those whose right place comes last.
   */
  List<Integer> worst(int count) {
    Comparator<Integer> byError =
        Comparator.comparingDouble(
            q -> -evaluation.error(q).map(PoseError::metres).orElse((double) rankOfRight(q)));
    return evaluation.scored().stream()
        .boxed()
        .filter(q -> evaluation.truth().positives(q) > 0 && !evaluation.isHit(q, 1))
        .sorted(byError.thenComparing(Comparator.naturalOrder()))
        .limit(count)
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
    int[] right = evaluation.truth().positivesOf(query).toArray();
    int best = right[0];
    double least = Double.POSITIVE_INFINITY;
    for (int place : right) {
      double metres = evaluation.positions().map(p -> p.error(query, place).metres()).orElse(0.0);
      if (metres < least) {
        least = metres;
        best = place;
      }
    }
    return best;
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
    if (!evaluation.results().unanswered().get(query)) {
      evaluation
          .results()
          .distances()
          .map(rows -> rows.select(query, new int[] {place})[0])
          .ifPresent(d -> details.add("descriptor distance " + Numbers.fixed(d, 3)));
    }
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
