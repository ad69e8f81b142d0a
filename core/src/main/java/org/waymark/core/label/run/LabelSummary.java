package org.waymark.core.label.run;

import org.waymark.core.hdf5.LabelFileWriter.Form;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.LabelRow;
import org.waymark.core.label.LabelRows;

/**
 * What a label file holds.
 *
 * @param overlapping pairs with psi above 0
 * @param samePlace pairs with psi above {@link GradedLabels#SAME_PLACE_ABOVE}
 * @param queriesWithPlace queries that have such a pair
 */
public record LabelSummary(
    int queries, int places, long overlapping, long samePlace, int queriesWithPlace, Form form) {

  static LabelSummary of(LabelRows rows, Form form) {
    long overlapping = 0;
    long samePlace = 0;
    int queriesWithPlace = 0;
    for (int q = 0; q < rows.queries(); q++) {
      LabelRow row = rows.row(q);
      long before = samePlace;
      for (int i = 0; i < row.size(); i++) {
        overlapping += row.psi(i) > 0 ? 1 : 0;
        samePlace += row.psi(i) > GradedLabels.SAME_PLACE_ABOVE ? 1 : 0;
      }
      queriesWithPlace += samePlace > before ? 1 : 0;
    }
    return new LabelSummary(
        rows.queries(), rows.places(), overlapping, samePlace, queriesWithPlace, form);
  }
}
