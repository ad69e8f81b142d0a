package org.waymark.indexer.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.PillowResize;
import org.waymark.descriptors.image.RgbImage;

/** A small JPEG of a frame's picture, inside the page. */
final class Thumbnail {

  private static final int WIDTH = 300;
  private static final float QUALITY = 0.78f;

  private Thumbnail() {}

  /** The picture, or in its place why there is none. */
  static Html of(DatasetFrame frame) {
    try {
      return Html.of(
          "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">",
          frame.id(), Base64.getEncoder().encodeToString(jpeg(ImageDecoder.decode(frame.image()))));
    } catch (ImageRejectedException e) {
      return blank(e.reason());
    } catch (IOException | WaymarkException e) {
      return blank("cannot be read: " + e.getMessage());
    }
  }

  static Html blank(String why) {
    return Html.of("<span class=\"blank\">%s</span>", why);
  }

  private static byte[] jpeg(RgbImage image) throws IOException {
    int width = Math.min(WIDTH, image.width());
    int height = Math.max(1, Math.round((float) image.height() * width / image.width()));
    RgbImage small = PillowResize.bilinear(image, width, height);
    BufferedImage pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = small.rgb();
    for (int i = 0; i < width * height; i++) {
      pixels.setRGB(
          i % width,
          i / width,
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
