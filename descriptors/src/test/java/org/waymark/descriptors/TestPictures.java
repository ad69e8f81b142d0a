package org.waymark.descriptors;

import java.util.Random;
import org.waymark.core.image.ImageData;

/** Pictures made of numbers, the same at every run. */
final class TestPictures {

  private TestPictures() {}

  /** Blocks of random colour, as a raw picture. */
  static ImageData blocks(long seed, int width, int height) {
    Random random = new Random(seed);
    int side = 16;
    byte[] colours = new byte[(width / side + 1) * (height / side + 1) * 3];
    random.nextBytes(colours);
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int block = (y / side) * (width / side + 1) + x / side;
        System.arraycopy(colours, block * 3, rgb, (y * width + x) * 3, 3);
      }
    }
    return new ImageData("rgb8", width, height, width * 3, rgb);
  }
}
