package org.waymark.core.label;

import java.util.List;

/**
 * Graded labels in memory: how much of the same scene query q and place m see, {@code psi} from 0
 * to 1. A pair counts as the same place above {@link #SAME_PLACE_ABOVE}. Immutable.
 */
public final class GradedLabels implements LabelRows {

  /** A pair whose psi is above this shows the same place. */
  public static final float SAME_PLACE_ABOVE = 0.5f;

  private final int places;
  private final List<LabelRow> rows;

  /**
   * @param places how many places the map has
   * @param rows one for each query
   * @throws IllegalArgumentException when a row is of another number of places
   */
  public GradedLabels(int places, List<LabelRow> rows) {
    this.places = places;
    this.rows = List.copyOf(rows);
    for (int q = 0; q < rows.size(); q++) {
      if (rows.get(q).places() != places) {
        throw new IllegalArgumentException(
            "row %d is of %d places, not %d".formatted(q, rows.get(q).places(), places));
      }
    }
  }

  /**
   * @param psi {@code [query][place]}, all rows of one length
   */
  public static GradedLabels dense(float[][] psi) {
    return new GradedLabels(
        psi.length == 0 ? 0 : psi[0].length,
        java.util.Arrays.stream(psi).map(LabelRow::dense).toList());
  }

  @Override
  public int queries() {
    return rows.size();
  }

  @Override
  public int places() {
    return places;
  }

  @Override
  public LabelRow row(int query) {
    return rows.get(query);
  }

  /** psi of a pair, 0 where the labels have no entry. */
  public float get(int query, int place) {
    return rows.get(query).get(place);
  }
}
