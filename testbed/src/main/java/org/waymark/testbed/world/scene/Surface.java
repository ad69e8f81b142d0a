package org.waymark.testbed.world.scene;

import org.waymark.testbed.world.texture.Texture;

/**
 * A flat rectangle that is seen from one side. Seen from there, {@code u} runs to the right and
 * {@code v} downwards from the upper left corner; all in world metres.
 *
 * @param s0 texture coordinate of the left edge, in repetitions of the texture
 * @param t0 texture coordinate of the upper edge
 * @param s1 texture coordinate of the right edge
 * @param t1 texture coordinate of the lower edge
 * @param glow brightness of its own light; 0 for everything that is lit by others
 */
public record Surface(
    float x,
    float y,
    float z,
    float ux,
    float uy,
    float uz,
    float vx,
    float vy,
    float vz,
    Texture texture,
    float s0,
    float t0,
    float s1,
    float t1,
    float glow) {

  /** The same surface somewhere else, showing another texture of the same size. */
  Surface copied(double dx, double dy, Texture shown) {
    return new Surface(
        (float) (x + dx), (float) (y + dy), z, ux, uy, uz, vx, vy, vz, shown, s0, t0, s1, t1, glow);
  }

  /** Length of the upper edge, in metres. */
  public double width() {
    return Math.sqrt((double) ux * ux + (double) uy * uy + (double) uz * uz);
  }

  /** Length of the left edge, in metres. */
  public double height() {
    return Math.sqrt((double) vx * vx + (double) vy * vy + (double) vz * vz);
  }
}
