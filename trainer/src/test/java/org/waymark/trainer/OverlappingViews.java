package org.waymark.trainer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Pairs of square views of one long wall of many coloured patches: what two views share of the wall
 * is their psi. Half of the pairs have psi of 0.5 and more, a quarter less, a quarter none. As
 * network input, direct and in native byte order.
 *
 * @param side of a view
 * @param count pairs
 * @param batch pairs that go through a network together
 * @param pictures float32 {@code [count / batch][left, right][batch][3][side][side]}
 * @param psi float32 {@code [count]}
 */
record OverlappingViews(int side, int count, int batch, ByteBuffer pictures, ByteBuffer psi) {

  private static final int WALL_VIEWS = 20;
  private static final int FARTHEST_PATCH = 3;
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  /** Draws the wall and the pairs. */
  static OverlappingViews of(int side, int count, int batch, long seed) {
    Random random = new Random(seed);
    int width = WALL_VIEWS * side;
    float[] wall = wall(side, width, random);
    ByteBuffer pictures = memory(2 * count * bytes(side));
    ByteBuffer psi = memory(count * Float.BYTES);
    for (int pair = 0; pair < count; pair++) {
      int left = random.nextInt(width - side);
      double range = random.nextDouble();
      double drawn = range < 0.5 ? 0.5 + random.nextDouble() / 2 : random.nextDouble() / 2;
      int shift =
          range < 0.75 ? (int) Math.round((1 - drawn) * side) : side + random.nextInt(5 * side);
      int right = left + shift < width - side ? left + shift : left - shift;
      int at = 2 * (pair / batch) * batch + pair % batch;
      copy(wall, width, side, left, at, pictures, random);
      copy(wall, width, side, right, at + batch, pictures, random);
      psi.putFloat(Math.max(0, 1 - (float) shift / side));
    }
    return new OverlappingViews(side, count, batch, pictures.clear(), psi.flip());
  }

  /** Values of 0 to 1, {@code [row][column][channel]}. */
  private static float[] wall(int height, int width, Random random) {
    float[] wall = new float[height * width * 3];
    java.util.Arrays.fill(wall, 0.5f);
    for (int patch = 0; patch < width / 2; patch++) {
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      int right = Math.min(width, x + 4 + random.nextInt(height / FARTHEST_PATCH));
      int bottom = Math.min(height, y + 4 + random.nextInt(height / FARTHEST_PATCH));
      float[] colour = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      for (int row = y; row < bottom; row++) {
        for (int column = x; column < right; column++) {
          System.arraycopy(colour, 0, wall, 3 * (row * width + column), 3);
        }
      }
    }
    return wall;
  }

  /** With a camera's noise: flat patches would leave maxima undecided. */
  private static void copy(
      float[] wall, int width, int side, int x, int index, ByteBuffer pictures, Random random) {
    int at = index * bytes(side);
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++, at += Float.BYTES) {
          double value = wall[3 * (row * width + x + column) + channel];
          value += 0.02 * random.nextGaussian();
          pictures.putFloat(at, (float) ((value - MEAN[channel]) / STD[channel]));
        }
      }
    }
  }

  private static int bytes(int side) {
    return 3 * side * side * Float.BYTES;
  }

  private static ByteBuffer memory(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Left pictures of a batch, {@code [batch][3][side][side]}. */
  ByteBuffer left(int index) {
    return pictures(2 * index);
  }

  /** Right pictures of a batch. */
  ByteBuffer right(int index) {
    return pictures(2 * index + 1);
  }

  private ByteBuffer pictures(int index) {
    int bytes = batch * bytes(side);
    return pictures.slice(index * bytes, bytes).order(ByteOrder.nativeOrder());
  }

  /** psi of each pair of a batch. */
  float[] psi(int index) {
    float[] values = new float[batch];
    psi.slice(index * batch * Float.BYTES, batch * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
