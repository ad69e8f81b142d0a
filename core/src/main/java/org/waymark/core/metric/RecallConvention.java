package org.waymark.core.metric;

/** Which queries the denominator of recall@k counts: benchmarks differ. */
public enum RecallConvention {

  /** Every query (TB-Places, 7-Scenes): a query without a positive can only be a miss. */
  ALL_QUERIES("all"),

  /** Only queries with a positive in the map (Pittsburgh, Tokyo; also MSLS's own script). */
  QUERIES_WITH_POSITIVE("positive"),

  /**
   * As {@link #QUERIES_WITH_POSITIVE}, after panoramas were taken out of queries and map ({@link
   * SkipRule#places}): what the Mapillary Street-Level Sequences benchmark reports.
   */
  MSLS("msls");

  private final String label;

  RecallConvention(String label) {
    this.label = label;
  }

  /** The word for it on the command line and in files. */
  public String label() {
    return label;
  }
}
