package org.waymark.core.label;

/**
 * Graded labels of every query, read row by row: {@code psi[query][place]}. The rows need not all
 * be in memory; reading them in ascending order is cheapest.
 */
public interface LabelRows {

  int queries();

  int places();

  LabelRow row(int query);
}
