package org.waymark.core.label;

import java.util.Map;

/**
 * The radius, opening and kind of overlap of sectors that best explain given labels, and how sure
 * that is.
 *
 * @param radiusError standard error of the radius, in metres, as the residuals and their slopes
 *     imply it; infinite when the labels do not determine it
 * @param angleError standard error of the opening, in degrees
 * @param rms root mean square of the residuals, in units of psi
 * @param explained share of the labels' variance that the sectors explain, 1 at best
 * @param pairs how many were compared
 * @param rmsByOverlap the least residual of each kind of overlap; without {@link OverlapKind#MAP}
 *     when all views are equally large, where it is the same as {@link OverlapKind#QUERY}
 */
public record LabelFit(
    OverlapKind overlap,
    double radiusMetres,
    double angleDegrees,
    double radiusError,
    double angleError,
    double rms,
    double explained,
    int pairs,
    Map<OverlapKind, Double> rmsByOverlap) {

  /** How far the result can be relied on, in words. */
  public String verdict() {
    if (rms > 0.1) {
      return "sectors do not explain these labels (rms above 0.1): they were made in another way";
    }
    if (!(radiusError < 0.05 * radiusMetres && angleError < 0.05 * angleDegrees)) {
      return "the labels fit, but do not determine radius and angle";
    }
    double second =
        rmsByOverlap.entrySet().stream()
            .filter(kind -> kind.getKey() != overlap)
            .mapToDouble(Map.Entry::getValue)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    String kind = second < 1.2 * rms ? "; the kind of overlap is not certain" : "";
    return (rms > 0.02
            ? "sectors explain these labels roughly (rms above 0.02)"
            : "sectors explain these labels")
        + kind;
  }
}
