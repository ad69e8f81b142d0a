package org.waymark.descriptors.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Reads samples from the raster as they were stored. {@link BufferedImage#getRGB} would convert
 * between colour spaces, which changes grey pictures by up to 73 levels.
 */
final class RasterPixels {

  private RasterPixels() {}

  /** Alpha is dropped, grey repeated, 16-bit samples keep their high byte. */
  static RgbImage toRgb(BufferedImage image) throws ImageRejectedException {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getData().length == rgb.length) {
      swapRedAndBlue(buffer.getData(), rgb);
    } else if (image.getColorModel() instanceof IndexColorModel palette) {
      lookUp(image.getRaster(), palette, rgb);
    } else {
      copySamples(image.getRaster(), rgb);
    }
    return new RgbImage(width, height, rgb);
  }

  private static void swapRedAndBlue(byte[] bgr, byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
  }

  private static void lookUp(Raster raster, IndexColorModel palette, byte[] rgb) {
    int[] row = new int[raster.getWidth()];
    int target = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int index : row) {
        int colour = palette.getRGB(index);
        rgb[target++] = (byte) (colour >> 16);
        rgb[target++] = (byte) (colour >> 8);
        rgb[target++] = (byte) colour;
      }
    }
  }

  private static void copySamples(Raster raster, byte[] rgb) throws ImageRejectedException {
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    if (bands < 1 || bands > 4 || (bits != 8 && bits != 16)) {
      throw new ImageRejectedException(
          "picture with %d channels of %d bits is not handled".formatted(bands, bits));
    }
    int shift = bits - 8;
    int green = bands >= 3 ? 1 : 0;
    int blue = bands >= 3 ? 2 : 0;
    int[] row = new int[raster.getWidth() * bands];
    int target = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += bands) {
        rgb[target++] = (byte) (row[i] >> shift);
        rgb[target++] = (byte) (row[i + green] >> shift);
        rgb[target++] = (byte) (row[i + blue] >> shift);
      }
    }
  }
}
