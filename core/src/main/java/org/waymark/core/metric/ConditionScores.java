package org.waymark.core.metric;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores of the queries of one condition, against the whole map or the places of one condition.
 *
 * @param tag of the frames that the condition is a value of
 * @param condition what tells them apart: {@code night}, or {@code day -> night} for queries by day
 *     against places by night
 * @param scores of its queries
 * @param averagePrecision over its pairs; NaN when none is the same place or distances are unknown
 */
public record ConditionScores(
    String tag, String condition, RetrievalScores scores, double averagePrecision) {

  /** What a frame without the tag is listed under. */
  public static final String UNTAGGED = "(none)";

  /**
   * A row for each value that the queries' tag takes; and where places differ in it too, a row for
   * each combination, in which only the places of that value are searched.
   *
   * @param tag whose values these are
   * @param queries value of each query
   * @param places value of each place
   * @param truth without the pairs that {@code rule} passes over
   * @param scored the queries that count
   */
  public static List<ConditionScores> table(
      String tag,
      List<String> queries,
      List<String> places,
      SearchResults results,
      GroundTruth truth,
      BitSet scored,
      SkipRule rule,
      Collection<Integer> ks) {
    int length = ks.stream().mapToInt(Integer::intValue).max().orElse(1);
    SortedMap<String, BitSet> queryGroups = groups(queries);
    SortedMap<String, BitSet> placeGroups = groups(places);
    List<ConditionScores> table = new ArrayList<>();
    queryGroups.values().forEach(group -> group.and(scored));
    queryGroups.forEach(
        (value, group) -> table.add(of(tag, value, results, truth, group, rule, ks)));
    if (placeGroups.size() < 2) {
      return table;
    }
    placeGroups.forEach(
        (placeValue, inMap) -> {
          SkipRule others = rule.or((query, place) -> !inMap.get(place));
          SearchResults among = results.without(others, length);
          GroundTruth truthAmong = truth.without(others);
          queryGroups.forEach(
              (queryValue, group) ->
                  table.add(
                      of(
                          tag,
                          queryValue + " -> " + placeValue,
                          among,
                          truthAmong,
                          group,
                          others,
                          ks)));
        });
    return table;
  }

  private static SortedMap<String, BitSet> groups(List<String> values) {
    SortedMap<String, BitSet> groups = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      groups.computeIfAbsent(values.get(i), value -> new BitSet()).set(i);
    }
    return groups;
  }

  private static ConditionScores of(
      String tag,
      String condition,
      SearchResults results,
      GroundTruth truth,
      BitSet group,
      SkipRule rule,
      Collection<Integer> ks) {
    return new ConditionScores(
        tag,
        condition,
        RetrievalScores.of(results.ranked(), truth, group, ks),
        results
            .curve(truth, group, rule)
            .map(PrecisionRecallCurve::averagePrecision)
            .orElse(Double.NaN));
  }
}
