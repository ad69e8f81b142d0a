package org.waymark.core.label.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.label.OverlapKind;
import org.waymark.core.label.UpAxis;

/**
 * What decides the labels of two data sets.
 *
 * @param radiusMetres of the sectors; not used for surfaces
 * @param angleDegrees opening of the sectors, up to 360; not used for surfaces
 * @param overlap of the sectors; surfaces are always compared by intersection over union
 * @param up of the poses; null finds it
 * @param depthTolerance of surfaces: how far a depth may be off, as a share of it
 * @param camera in place of the data sets' own; null keeps those
 * @param cloud what is seen, in place of depth maps; null takes those
 * @param seed recorded with the labels
 */
public record LabelOptions(
    LabelMethod method,
    double radiusMetres,
    double angleDegrees,
    OverlapKind overlap,
    @Nullable UpAxis up,
    double depthTolerance,
    @Nullable Intrinsics camera,
    @Nullable Path cloud,
    long seed) {

  public LabelOptions {
    if (!(radiusMetres > 0 && Double.isFinite(radiusMetres))) {
      throw new IllegalArgumentException("radius %s is not positive".formatted(radiusMetres));
    }
    if (!(angleDegrees > 0 && angleDegrees <= 360)) {
      throw new IllegalArgumentException(
          "angle %s is not above 0 and up to 360 degrees".formatted(angleDegrees));
    }
    if (!(depthTolerance > 0 && depthTolerance < 1)) {
      throw new IllegalArgumentException(
          "depth tolerance %s is not between 0 and 1".formatted(depthTolerance));
    }
  }
}
