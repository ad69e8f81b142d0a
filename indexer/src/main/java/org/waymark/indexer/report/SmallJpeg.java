package org.waymark.indexer.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.waymark.descriptors.image.PillowResize;
import org.waymark.descriptors.image.RgbImage;

/** A small picture for people, as a JPEG. */
public final class SmallJpeg {

  private static final float QUALITY = 0.78f;

  private SmallJpeg() {}

  /**
   * Shrinks a picture to a width, if it is wider.
   *
   * @param width in pixels; the height follows
   */
  public static byte[] of(RgbImage image, int width) throws IOException {
    int columns = Math.min(width, image.width());
    int rows = Math.max(1, Math.round((float) image.height() * columns / image.width()));
    byte[] rgb = PillowResize.bilinear(image, columns, rows).rgb();
    BufferedImage pixels = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < columns * rows; i++) {
      pixels.setRGB(
          i % columns,
          i / columns,
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(pixels, null, null), settings);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
