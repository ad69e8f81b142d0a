package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.waymark.core.metric.ConditionScores;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.core.metric.PrecisionRecallCurve;
import org.waymark.core.metric.RecallConvention;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.indexer.evaluation.Positions;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.report.ReportPage.Figure;
import org.waymark.indexer.report.ReportPage.Section;

/** How well places were found, for a {@link ReportPage}. */
public final class RetrievalReport {

  private static final int WORST = 8;
  private static final int MOST_POINTS = 400;

  private final RetrievalEvaluation evaluation;
  private final RecallConvention convention;
  private final List<PoseThreshold> thresholds;

  /**
   * @param convention which queries recall counts
   * @param thresholds of poses
   */
  public RetrievalReport(
      RetrievalEvaluation evaluation, RecallConvention convention, List<PoseThreshold> thresholds) {
    this.evaluation = evaluation;
    this.convention = convention;
    this.thresholds = List.copyOf(thresholds);
  }

  /** The whole page. */
  public ReportPage page(
      String title, SequencedMap<String, String> facts, List<ConditionScores> conditions) {
    List<Section> sections = new ArrayList<>();
    PoseErrors errors = evaluation.errors();
    sections.add(scoresTable());
    if (errors.measured().isEmpty()) {
      sections.addAll(curves());
    } else {
      sections.add(ErrorCharts.table(errors, thresholds, "queries"));
      sections.addAll(curves());
      sections.add(ErrorCharts.cumulative(errors, "queries"));
      sections.add(ErrorCharts.histogram(errors, "queries"));
      sections.add(topView());
    }
    if (!conditions.isEmpty()) {
      sections.add(conditionTable(conditions));
    }
    sections.addAll(misses());
    return new ReportPage(title, facts, headline(errors), sections);
  }

  private List<Figure> headline(PoseErrors errors) {
    List<Figure> figures = new ArrayList<>();
    String of =
        convention == RecallConvention.ALL_QUERIES
            ? "of %d queries".formatted(evaluation.scores().queries())
            : "of %d with a right place".formatted(evaluation.scores().queriesWithPositive());
    evaluation
        .scores()
        .recall(convention)
        .forEach(
            (k, value) -> {
              if (figures.size() < 3) {
                figures.add(new Figure("Recall@" + k, Numbers.percent(value), of));
              }
            });
    evaluation
        .curve()
        .ifPresent(
            curve ->
                figures.add(
                    new Figure(
                        "Average precision",
                        Numbers.fixed(curve.averagePrecision(), 3),
                        "over %d pairs".formatted(curve.pairs()))));
    if (!errors.measured().isEmpty()) {
      figures.add(
          new Figure(
              "Median error",
              Numbers.metres(errors.metres().median()),
              Double.isNaN(errors.degrees().median())
                  ? "of the first result"
                  : "and %s, of the first result"
                      .formatted(Numbers.degrees(errors.degrees().median()))));
    }
    return figures;
  }

  /** The table of scores and the curves. */
  List<Section> scores() {
    List<Section> sections = new ArrayList<>();
    sections.add(scoresTable());
    sections.addAll(curves());
    return sections;
  }

  private List<Section> curves() {
    List<Section> sections = new ArrayList<>();
    sections.add(recallCurve());
    evaluation.curve().filter(c -> c.positives() > 0).ifPresent(c -> sections.add(precision(c)));
    return sections;
  }

  private Section scoresTable() {
    RetrievalScores scores = evaluation.scores();
    SequencedMap<Integer, Double> answerable =
        scores.recall(RecallConvention.QUERIES_WITH_POSITIVE);
    List<Html> rows =
        scores.recall().keySet().stream()
            .map(
                k ->
                    Html.of(
                        "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>",
                        k,
                        Numbers.percent(at(scores.recall(), k)),
                        Numbers.percent(at(answerable, k)),
                        Numbers.fixed(at(scores.meanAveragePrecision(), k), 3)))
            .toList();
    return new Section(
        "Scores",
        "%d of %d queries have a right place among the %d of the map."
            .formatted(scores.queriesWithPositive(), scores.queries(), evaluation.places().size()),
        false,
        Html.of(
            "<div class=\"scroll\"><table><thead><tr><th>k</th><th>recall@k, all</th><th>of those with a right place</th><th>mAP@k</th></tr></thead><tbody>%s</tbody></table></div>",
            Html.join(rows)));
  }

  private static double at(Map<Integer, Double> byRank, int k) {
    return Objects.requireNonNull(byRank.get(k));
  }

  private Section recallCurve() {
    int longest = evaluation.ks().getLast();
    List<Integer> ranks = IntStream.rangeClosed(1, longest).boxed().toList();
    SequencedMap<Integer, Double> recall =
        RetrievalScores.of(
                evaluation.results().ranked(), evaluation.truth(), evaluation.scored(), ranks)
            .recall(convention);
    double[] xs = ranks.stream().mapToDouble(k -> k).toArray();
    double[] ys = ranks.stream().mapToDouble(k -> at(recall, k)).toArray();
    Plot plot =
        new Plot(
            new Axis("k", 0.5, longest + 0.5, Math.max(1, Numbers.round125(longest / 5.0))),
            Axis.share("recall@k"));
    if (Arrays.stream(ys).allMatch(Double::isFinite)) {
      double ceiling =
          convention == RecallConvention.ALL_QUERIES && evaluation.scores().queries() > 0
              ? (double) evaluation.scores().queriesWithPositive() / evaluation.scores().queries()
              : 1;
      plot.segment(0.5, ceiling, longest + 0.5, ceiling, "rule").line(xs, ys, "main");
      for (int k : evaluation.ks()) {
        plot.dot(
            k,
            at(recall, k),
            4.5,
            "point",
            "recall@%d %s".formatted(k, Numbers.percent(at(recall, k))));
      }
    }
    return new Section(
        "Recall by rank",
        convention == RecallConvention.ALL_QUERIES
            ? "Share of all queries with a right place among the first k results. Dotted: the most that can be reached."
            : "Share of the queries that have a right place in the map with one among the first k results.",
        false,
        plot.svg("Recall at k"));
  }

  private static Section precision(PrecisionRecallCurve curve) {
    int step = Math.ceilDiv(curve.recall().length, MOST_POINTS);
    int[] kept =
        IntStream.range(0, curve.recall().length)
            .filter(i -> i % step == 0 || i == curve.recall().length - 1)
            .toArray();
    double[] xs = new double[kept.length + 1];
    double[] ys = new double[kept.length + 1];
    ys[0] = curve.precision()[0];
    for (int i = 0; i < kept.length; i++) {
      xs[i + 1] = curve.recall()[kept[i]];
      ys[i + 1] = curve.precision()[kept[i]];
    }
    double chance = (double) curve.positives() / curve.pairs();
    return new Section(
        "Precision and recall over all pairs",
        "As the distance below which a pair is called the same place grows. Dotted: precision by chance, %s."
            .formatted(Numbers.percent(chance)),
        false,
        new Plot(Axis.share("recall"), Axis.share("precision"))
            .segment(0, chance, 1, chance, "rule")
            .line(xs, ys, "main")
            .svg("Precision-recall curve"));
  }

  private Section conditionTable(List<ConditionScores> conditions) {
    List<Html> heads = evaluation.ks().stream().map(k -> Html.of("<th>recall@%s</th>", k)).toList();
    List<Html> rows =
        conditions.stream()
            .map(
                c ->
                    Html.of(
                        "<tr><th scope=\"row\">%s: %s</th><td>%s</td><td>%s</td>%s<td>%s</td></tr>",
                        c.tag(),
                        c.condition().replace("->", "→"),
                        c.scores().queries(),
                        c.scores().queriesWithPositive(),
                        Html.join(
                            c.scores().recall(convention).values().stream()
                                .map(r -> Html.of("<td>%s</td>", Numbers.percent(r)))
                                .toList()),
                        Numbers.fixed(c.averagePrecision(), 3)))
            .toList();
    return new Section(
        "By condition",
        "Queries of each condition against the whole map; with an arrow, against the places of one condition only.",
        true,
        Html.of(
            "<div class=\"scroll\"><table><thead><tr><th>condition</th><th>queries</th><th>with a right place</th>%s<th>AP</th></tr></thead><tbody>%s</tbody></table></div>",
            Html.join(heads), Html.join(rows)));
  }

  private Section topView() {
    Positions positions = evaluation.positions().orElseThrow();
    ErrorScale scale = ErrorScale.of(evaluation.errors().metres());
    List<TopView.Mark> marks = new ArrayList<>();
    evaluation.scored().stream()
        .forEach(
            q ->
                evaluation
                    .error(q)
                    .ifPresent(
                        error ->
                            marks.add(
                                new TopView.Mark(
                                    evaluation.queries().id(q),
                                    positions.queries()[q],
                                    java.util.Optional.of(
                                        positions
                                            .places()[evaluation.results().ranked().get(q)[0]]),
                                    error.metres(),
                                    evaluation.isHit(q, 1)))));
    return new Section(
        "Seen from above",
        "Where queries were, coloured by how far their first result is; lines lead from wrong ones to what was found.",
        true,
        Html.of(
            "%s%s",
            TopView.of(List.of(positions.places()), marks, scale),
            scale.legend(marks.stream().mapToDouble(TopView.Mark::metres).toArray(), true, "map")));
  }

  /** The worst misses; empty when there are none. */
  List<Section> misses() {
    Misses misses = new Misses(evaluation);
    List<Integer> worst = misses.worst(WORST);
    if (worst.isEmpty()) {
      return List.of();
    }
    int all = misses.all().size();
    return List.of(
        new Section(
            "The worst misses",
            "%d of the %d queries whose first result is wrong although the map has a right one, %s; of neighbours only one."
                .formatted(
                    worst.size(),
                    all,
                    evaluation.positions().isPresent()
                        ? "farthest off first"
                        : "those whose right place ranks last first"),
            true,
            misses.gallery(worst)));
  }
}
