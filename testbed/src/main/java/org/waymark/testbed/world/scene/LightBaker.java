package org.waymark.testbed.world.scene;

import java.util.List;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.scene.Lighting.Tint;
import org.waymark.testbed.world.texture.Texture;

/**
 * Computes how much light reaches the surfaces of one room: from lamps and windows with shadows,
 * and from everywhere, less where something is near (ambient occlusion). Rooms do not light each
 * other.
 */
final class LightBaker {

  /** Distance between nodes, in metres. */
  private static final double SPACING = 0.22;

  private static final int MOST_NODES = 160;
  private static final int DIRECTIONS = 16;

  /** What is nearer than this darkens a corner, in metres. */
  private static final double REACH = 0.55;

  private static final double LAMP = 3.3;
  private static final double WINDOW = 1.15;
  private static final double AMBIENT_LAMP = 0.30;
  private static final double AMBIENT_WINDOW = 0.11;
  private static final double OFF = 0.015;

  /** What is farther away than this does not darken anything. */
  private static final double SIGHT = 1.6;

  /** Lamps farther away than this are left out. */
  private static final double LAMP_RANGE = 7;

  private final Occluders occluders;
  private final List<AreaLight> lights;
  private final Rect inside;
  private final double height;
  private final Tint lamp;
  private final Tint sky;
  private final Tint ambient;

  /** What is near the surface that is being baked. */
  private Occluders near;

  private final double[] hemisphere = new double[3 * DIRECTIONS];

  LightBaker(CellBuilder cell, Rect floor, double height, Lighting lighting, int bounce) {
    occluders = new Occluders(cell.blocks(), floor, height);
    near = occluders;
    lights = cell.lights();
    inside = floor.grown(-0.01);
    this.height = height;
    lamp = lighting.lamp();
    sky = lighting.sky();
    long windows = lights.stream().filter(AreaLight::daylight).count();
    double day = AMBIENT_WINDOW * Math.min(3, windows);
    ambient =
        new Tint(
            tint(bounce, 0) * (AMBIENT_LAMP * lamp.red() + day * sky.red()),
            tint(bounce, 1) * (AMBIENT_LAMP * lamp.green() + day * sky.green()),
            tint(bounce, 2) * (AMBIENT_LAMP * lamp.blue() + day * sky.blue()));
    for (int i = 0; i < DIRECTIONS; i++) {
      double r = Math.sqrt((i + 0.5) / DIRECTIONS);
      double phi = i * 2.399963229728653;
      hemisphere[3 * i] = r * Math.cos(phi);
      hemisphere[3 * i + 1] = r * Math.sin(phi);
      hemisphere[3 * i + 2] = Math.sqrt(1 - r * r);
    }
  }

  /** How far a channel of the room's mean colour departs from grey, halved. */
  private static double tint(int colour, int channel) {
    double grey = (((colour >> 16) & 0xff) + ((colour >> 8) & 0xff) + (colour & 0xff)) / 3.0;
    double value = (colour >> (16 - 8 * channel)) & 0xff;
    return 0.5 + 0.5 * value / Math.max(1, grey);
  }

  LightMap bake(Surface s) {
    if (s.glow() > 0) {
      double g = s.glow();
      boolean window = s.uz() == 0 && s.vz() != 0;
      Tint t = window ? sky.scaled(g) : new Tint(g, g, g);
      long node = encode(t.red(), t.green(), t.blue());
      return new LightMap(2, 2, new long[] {node, node, node, node});
    }
    near = occluders.near(s, SIGHT);
    int columns = nodes(s.width());
    int rows = nodes(s.height());
    long[] values = new long[columns * rows];
    double w = s.width();
    double h = s.height();
    double ux = s.ux() / w;
    double uy = s.uy() / w;
    double vx = s.vx() / h;
    double vy = s.vy() / h;
    double vz = s.vz() / h;
    // Seen from the front u runs right and v down, so v x u comes towards the viewer.
    double nx = -vz * uy;
    double ny = vz * ux;
    double nz = vx * uy - vy * ux;
    for (int j = 0; j < rows; j++) {
      double b = inset(j, rows, h);
      for (int i = 0; i < columns; i++) {
        double a = inset(i, columns, w);
        double x = s.x() + a * ux + b * vx + OFF * nx;
        double y = s.y() + a * uy + b * vy + OFF * ny;
        double z = s.z() + b * vz + OFF * nz;
        values[j * columns + i] =
            at(
                Math.clamp(x, inside.x0(), inside.x1()),
                Math.clamp(y, inside.y0(), inside.y1()),
                Math.clamp(z, 0.01, height - 0.01),
                nx,
                ny,
                nz);
      }
    }
    return new LightMap(columns, rows, values);
  }

  private static int nodes(double length) {
    return Math.clamp((int) Math.ceil(length / SPACING) + 1, 2, MOST_NODES);
  }

  /** Place of a node, kept off the edges, where a neighbour would swallow it. */
  private static double inset(int i, int n, double length) {
    double edge = Math.min(0.012, 0.25 * length);
    return Math.clamp(length * i / (n - 1), edge, length - edge);
  }

  private long at(double x, double y, double z, double nx, double ny, double nz) {
    double open = openness(x, y, z, nx, ny, nz);
    double lamps = 0;
    double day = 0;
    for (AreaLight light : lights) {
      if (light.daylight()) {
        day += WINDOW * from(light, x, y, z, nx, ny, nz);
      } else {
        lamps += LAMP * from(light, x, y, z, nx, ny, nz);
      }
    }
    return encode(
        ambient.red() * open + lamps * lamp.red() + day * sky.red(),
        ambient.green() * open + lamps * lamp.green() + day * sky.green(),
        ambient.blue() * open + lamps * lamp.blue() + day * sky.blue());
  }

  /** Share of the hemisphere from which light of the room arrives. */
  private double openness(double x, double y, double z, double nx, double ny, double nz) {
    // Any two unit vectors across the normal will do; normals follow an axis here.
    double tx = Math.abs(nx) > 0.5 ? 0 : 1;
    double ty = 1 - tx;
    double bx = ny * 0 - nz * ty;
    double by = nz * tx;
    double bz = nx * ty - ny * tx;
    double sum = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double a = hemisphere[3 * i];
      double b = hemisphere[3 * i + 1];
      double c = hemisphere[3 * i + 2];
      double free =
          near.free(
              SIGHT, x, y, z, a * tx + b * bx + c * nx, a * ty + b * by + c * ny, b * bz + c * nz);
      sum += 1 - Math.exp(-free / REACH);
    }
    return sum / DIRECTIONS;
  }

  private double from(AreaLight l, double x, double y, double z, double nx, double ny, double nz) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double p = (i & 1) == 0 ? -0.5 : 0.5;
      double q = (i & 2) == 0 ? -0.5 : 0.5;
      double dx = l.x() + p * l.ux() + q * l.vx() - x;
      double dy = l.y() + p * l.uy() + q * l.vy() - y;
      double dz = l.z() + p * l.uz() + q * l.vz() - z;
      double here = dx * nx + dy * ny + dz * nz;
      double there = -(dx * l.nx() + dy * l.ny() + dz * l.nz());
      if (here <= 0 || there <= 0) {
        continue;
      }
      double squared = dx * dx + dy * dy + dz * dz;
      if (squared > LAMP_RANGE * LAMP_RANGE) {
        continue;
      }
      // The ray stops short of the light, whose own frame would block it.
      if (!occluders.blocked(x, y, z, dx * 0.97, dy * 0.97, dz * 0.97)) {
        sum += here * there / (squared * (squared + 0.15));
      }
    }
    return sum / 4 * l.area();
  }

  private static long encode(double red, double green, double blue) {
    return Texture.pack(encode(red), encode(green), encode(blue));
  }

  private static int encode(double light) {
    return Math.min(LightMap.MAX, (int) (LightMap.ONE * Math.pow(light, 1 / 2.2) + 0.5));
  }
}
