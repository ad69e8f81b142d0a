package org.waymark.core.geometry;

/**
 * A pinhole camera: a point (x, y, z) of the optical frame, z forward, falls on pixel (fx x / z +
 * cx, fy y / z + cy).
 *
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 */
public record Intrinsics(int width, int height, double fx, double fy, double cx, double cy) {

  public Intrinsics {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("a picture of %d x %d pixels".formatted(width, height));
    }
    if (!(fx > 0 && fy > 0 && Double.isFinite(fx) && Double.isFinite(fy))) {
      throw new IllegalArgumentException(
          "focal lengths (%s, %s) are not positive".formatted(fx, fy));
    }
    if (!(Double.isFinite(cx) && Double.isFinite(cy))) {
      throw new IllegalArgumentException(
          "principal point (%s, %s) is not finite".formatted(cx, cy));
    }
  }
}
