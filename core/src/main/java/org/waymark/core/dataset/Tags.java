package org.waymark.core.dataset;

/**
 * Names of the tags that kinds give to their frames. A kind may add its own; values are plain
 * words, and flags are {@code true} or {@code false}.
 */
public final class Tags {

  /** {@code query} or {@code database}, where a data set is published in these parts. */
  public static final String PART = "part";

  public static final String CITY = "city";

  /** Light and weather, e.g. {@code night-rain}. */
  public static final String CONDITION = "condition";

  public static final String SEASON = "season";

  /** A flag: taken in the dark. */
  public static final String NIGHT = "night";

  /** Where the camera looks relative to the direction of travel, e.g. {@code Forward}. */
  public static final String VIEW = "view";

  /** A flag: a full circle, which a place descriptor of a perspective picture does not suit. */
  public static final String PANORAMA = "panorama";

  /** Which camera of a rig, e.g. {@code rear}. */
  public static final String CAMERA = "camera";

  /** {@code train}, {@code val} or {@code test}. */
  public static final String SPLIT = "split";

  private Tags() {}
}
