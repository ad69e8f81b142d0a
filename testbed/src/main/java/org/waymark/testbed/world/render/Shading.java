package org.waymark.testbed.world.render;

import org.waymark.testbed.world.scene.LightMap;
import org.waymark.testbed.world.scene.Surface;
import org.waymark.testbed.world.texture.Texture;

/**
 * How one surface looks in one frame. Over the picture, inverse depth and texture coordinates times
 * inverse depth are linear, so that a pixel costs one division, a few texels and the light.
 */
final class Shading {

  private static final long LANES_15 = lanes(15);
  private static final long LANES_18 = lanes(18);

  /** Added to fixed-point texture coordinates so that they are positive; any period divides it. */
  private static final float BIAS = 1 << 20;

  private static final float MAX_ANISOTROPY = 16;

  /** A level of detail this close to a whole number counts as one. */
  private static final float SNAP = 0.2f;

  /** Pixels in a row that are filtered alike. */
  private static final int BLOCK = 8;

  private float izX;
  private float izY;
  private float iz0;
  private float aX;
  private float aY;
  private float a0;
  private float aShift;
  private float bX;
  private float bY;
  private float b0;
  private float bShift;
  private float s0;
  private float sScale;
  private float t0;
  private float tScale;
  private long[][] levels = {};
  private int widthBits;
  private int heightBits;
  private long[] nodes = {};
  private int columns;
  private int rows;

  private boolean slanted;
  private float slantS;
  private float slantT;
  private int level;
  private int blend;

  private static long lanes(int bits) {
    long one = (1L << bits) - 1;
    return one | (one << Texture.LANE_BITS) | (one << (2 * Texture.LANE_BITS));
  }

  /**
   * Prepares a surface.
   *
   * @param p upper left corner in the optical frame
   * @param u upper edge
   * @param v left edge
   * @return whether the front is seen
   */
  boolean set(Surface surface, LightMap light, double[] p, double[] u, double[] v, CameraView cam) {
    double nx = u[1] * v[2] - u[2] * v[1];
    double ny = u[2] * v[0] - u[0] * v[2];
    double nz = u[0] * v[1] - u[1] * v[0];
    double distance = nx * p[0] + ny * p[1] + nz * p[2];
    if (distance <= 1e-9) {
      return false;
    }
    double fx = cam.lens.fx();
    double fy = cam.lens.fy();
    double cx = cam.lens.cx();
    double cy = cam.lens.cy();
    izX = (float) (nx / (fx * distance));
    izY = (float) (ny / (fy * distance));
    iz0 = (float) ((nz - nx * cx / fx - ny * cy / fy) / distance);
    double uu = u[0] * u[0] + u[1] * u[1] + u[2] * u[2];
    double vv = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    aX = (float) (u[0] / (fx * uu));
    aY = (float) (u[1] / (fy * uu));
    a0 = (float) ((u[2] - u[0] * cx / fx - u[1] * cy / fy) / uu);
    aShift = (float) ((p[0] * u[0] + p[1] * u[1] + p[2] * u[2]) / uu);
    bX = (float) (v[0] / (fx * vv));
    bY = (float) (v[1] / (fy * vv));
    b0 = (float) ((v[2] - v[0] * cx / fx - v[1] * cy / fy) / vv);
    bShift = (float) ((p[0] * v[0] + p[1] * v[1] + p[2] * v[2]) / vv);
    s0 = surface.s0();
    sScale = surface.s1() - surface.s0();
    t0 = surface.t0();
    tScale = surface.t1() - surface.t0();
    levels = surface.texture().levels();
    widthBits = surface.texture().widthBits();
    heightBits = surface.texture().heightBits();
    nodes = light.nodes();
    columns = light.columns();
    rows = light.rows();
    return true;
  }

  /** Writes the plane of inverse depth for sample coordinates: sample = 2 * pixel + 0.5. */
  void plane(float[] planes, int at) {
    planes[at] = izX / 2;
    planes[at + 1] = izY / 2;
    planes[at + 2] = iz0 - (izX + izY) / 4;
  }

  /** Depth at a pixel in millimetres, 0 where it does not fit 16 bits. */
  short depth(float x, float y) {
    float iz = iz0 + izY * y + izX * x;
    float mm = iz > 0.0155f ? 1000 / iz + 0.5f : 0;
    return (short) (int) mm;
  }

  /**
   * Shades pixels next to each other.
   *
   * @param x of the first, in pixels; may lie between two
   * @param out light in the lanes of {@link Texture}, up to {@link Sensor#MAX}
   */
  void shade(float x, float y, long[] out, int from, int count) {
    float lightA = columns - 1;
    float lightB = rows - 1;
    for (int start = 0; start < count; start += BLOCK) {
      int end = Math.min(start + BLOCK, count);
      footprint(x + (start + end - 1) * 0.5f, y);
      float izRow = iz0 + izY * y;
      float aRow = a0 + aY * y;
      float bRow = b0 + bY * y;
      int coarser = slanted ? level + (blend >> 5) : Math.min(level + 1, levels.length - 1);
      long[] fine = levels[slanted ? coarser : level];
      long[] coarse = levels[coarser];
      int fineW = Math.max(0, widthBits - (slanted ? coarser : level));
      int fineH = Math.max(0, heightBits - (slanted ? coarser : level));
      int coarseW = Math.max(0, widthBits - coarser);
      int coarseH = Math.max(0, heightBits - coarser);
      float ds = slanted ? slantS : 0;
      float dt = slanted ? slantT : 0;
      int mix = slanted ? 32 : blend;
      boolean single = mix == 0;
      // Light changes slowly: it is looked up at both ends and straight in between.
      boolean whole = end - start == BLOCK;
      long lightLeft = whole ? (lightAt(x + start, y) >>> 3) & LANES_18 : 0;
      long lightRight = whole ? (lightAt(x + end, y) >>> 3) & LANES_18 : 0;
      for (int i = start; i < end; i++) {
        float px = x + i;
        float z = 1 / (izRow + izX * px);
        float a = Math.min(Math.max((aRow + aX * px) * z - aShift, 0), 1);
        float b = Math.min(Math.max((bRow + bX * px) * z - bShift, 0), 1);
        float s = s0 + a * sScale;
        float t = t0 + b * tScale;
        long albedo = bilinear(fine, fineW, fineH, s - ds, t - dt);
        if (single) {
          albedo <<= 1;
        } else {
          long other = bilinear(coarse, coarseW, coarseH, s + ds, t + dt);
          albedo = ((albedo >>> 5) & LANES_15) * (64 - mix) + ((other >>> 5) & LANES_15) * mix;
        }
        int right = i - start;
        long light =
            whole
                ? lightLeft * (BLOCK - right) + lightRight * right
                : light(a * lightA, b * lightB);
        out[from + i] =
            channel(albedo, light, 0)
                | (channel(albedo, light, 1) << Texture.LANE_BITS)
                | (channel(albedo, light, 2) << (2 * Texture.LANE_BITS));
      }
    }
  }

  /** How much of the texture a pixel covers; decides how it is filtered. */
  private void footprint(float x, float y) {
    float z = 1 / (iz0 + izY * y + izX * x);
    float az = (a0 + aY * y + aX * x) * z;
    float bz = (b0 + bY * y + bX * x) * z;
    float su = sScale * (1 << widthBits);
    float tv = tScale * (1 << heightBits);
    float sx = z * (aX - az * izX) * su;
    float sy = z * (aY - az * izY) * su;
    float tx = z * (bX - bz * izX) * tv;
    float ty = z * (bY - bz * izY) * tv;
    float across = sx * sx + tx * tx;
    float down = sy * sy + ty * ty;
    boolean wide = across > down;
    float major = Math.max(wide ? across : down, 1e-6f);
    float minor = Math.max(wide ? down : across, major / (MAX_ANISOTROPY * MAX_ANISOTROPY));
    float ratio = 0.5f * log2(major / minor);
    float coarse = 0.5f * log2(major);
    slanted = ratio > 0.7f && coarse > 0.2f;
    float lod;
    if (slanted) {
      // Two samples along the longer axis of the footprint instead of a blur.
      slantS = 0.25f * (wide ? sx : sy) / (1 << widthBits);
      slantT = 0.25f * (wide ? tx : ty) / (1 << heightBits);
      lod = coarse - Math.min(ratio, 1.4f);
    } else {
      lod = coarse - 0.3f * Math.min(ratio, 1);
    }
    lod = Math.min(Math.max(lod, 0), levels.length - 1.001f);
    // Near a level, that level alone will do.
    level = (int) (lod + SNAP);
    float beyond = lod - level;
    blend = beyond < SNAP ? 0 : (int) (beyond * 64);
  }

  private static long channel(long albedo, long light, int lane) {
    int product = (Texture.lane(albedo, lane) >> 8) * (Texture.lane(light, lane) >> 7);
    return product >> 13;
  }

  private long lightAt(float x, float y) {
    float iz = Math.max(iz0 + izY * y + izX * x, 1e-4f);
    float a = (a0 + aY * y + aX * x) / iz - aShift;
    float b = (b0 + bY * y + bX * x) / iz - bShift;
    return light(
        Math.min(Math.max(a, 0), 1) * (columns - 1), Math.min(Math.max(b, 0), 1) * (rows - 1));
  }

  private long light(float a, float b) {
    int i = Math.min((int) a, columns - 2);
    int j = Math.min((int) b, rows - 2);
    int fa = (int) ((a - i) * 32);
    int fb = (int) ((b - j) * 32);
    int at = j * columns + i;
    int w11 = fa * fb;
    int w01 = (fa << 5) - w11;
    int w10 = (fb << 5) - w11;
    int w00 = 1024 - w01 - w10 - w11;
    return nodes[at] * w00
        + nodes[at + 1] * w01
        + nodes[at + columns] * w10
        + nodes[at + columns + 1] * w11;
  }

  /** Four texels around a place, weighted; in lanes of 20 bits, of which 255 fills all. */
  private static long bilinear(long[] texels, int wb, int hb, float s, float t) {
    int x = (int) (s * (64 << wb) + BIAS) - 32;
    int y = (int) (t * (64 << hb) + BIAS) - 32;
    int fx = x & 63;
    int fy = y & 63;
    int maskX = (1 << wb) - 1;
    int maskY = (1 << hb) - 1;
    int xa = (x >> 6) & maskX;
    int xb = (xa + 1) & maskX;
    int ya = ((y >> 6) & maskY) << wb;
    int yb = (((y >> 6) + 1) & maskY) << wb;
    int w11 = fx * fy;
    int w01 = (fx << 6) - w11;
    int w10 = (fy << 6) - w11;
    int w00 = 4096 - w01 - w10 - w11;
    return texels[ya + xa] * w00
        + texels[ya + xb] * w01
        + texels[yb + xa] * w10
        + texels[yb + xb] * w11;
  }

  /** Base-2 logarithm, good to 0.09. */
  private static float log2(float v) {
    int bits = Float.floatToRawIntBits(v);
    return (bits >> 23) - 127 + (bits & 0x7fffff) * 0x1p-23f;
  }
}
