package org.waymark.testbed.world.scene;

/**
 * A rectangle that shines to one side: a ceiling panel or a window.
 *
 * @param x of its middle, in world metres
 * @param ux half of one edge
 * @param vx half of the other edge
 * @param nx unit vector in the direction in which it shines
 * @param daylight whether it is a window, whose light depends on the hour
 */
record AreaLight(
    double x,
    double y,
    double z,
    double ux,
    double uy,
    double uz,
    double vx,
    double vy,
    double vz,
    double nx,
    double ny,
    double nz,
    boolean daylight) {

  /** Four times the product of the half edges. */
  double area() {
    double u = Math.sqrt(ux * ux + uy * uy + uz * uz);
    double v = Math.sqrt(vx * vx + vy * vy + vz * vz);
    return 4 * u * v;
  }
}
