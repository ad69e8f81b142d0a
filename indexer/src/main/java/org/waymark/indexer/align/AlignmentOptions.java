package org.waymark.indexer.align;

/**
 * How one frame is fitted to another.
 *
 * @param withScale a similarity instead of a rigid transform: for maps whose metre is not one
 * @param inlierMetres up to this distance a place and its counterpart agree
 * @param inlierDegrees up to this angle their orientations do
 * @param minInliers how many must agree
 * @param minShare of all pairs that must agree, 0 to 1
 * @param seed of the random choices
 */
public record AlignmentOptions(
    boolean withScale,
    double inlierMetres,
    double inlierDegrees,
    int minInliers,
    double minShare,
    long seed) {

  public AlignmentOptions {
    if (!(inlierMetres > 0
        && inlierDegrees > 0
        && minInliers >= 1
        && minShare >= 0
        && minShare <= 1)) {
      throw new IllegalArgumentException(
          "pairs within %s m and %s deg agree, at least %d of them and a share of %s"
              .formatted(inlierMetres, inlierDegrees, minInliers, minShare));
    }
  }

  /**
   * How long the arm is at whose end an angle counts as a distance: such that the two limits are
   * equally large.
   */
  double armMetres() {
    return inlierMetres / Math.toRadians(inlierDegrees);
  }
}
