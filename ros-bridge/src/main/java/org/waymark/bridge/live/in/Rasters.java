package org.waymark.bridge.live.in;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.waymark.core.image.ImageData;

/** Pictures as Java2D has them. */
public final class Rasters {

  private Rasters() {}

  /**
   * A picture's pixels: colour as blue, green, red, all else grey. A Bayer mosaic shows as grey, of
   * 16 bits the upper 8.
   *
   * @return empty when a compressed picture cannot be decoded
   */
  public static Optional<BufferedImage> of(ImageData picture) {
    return switch (picture.encoding()) {
      case "jpeg", "png" -> decoded(picture);
      case "rgb8" -> Optional.of(colour(picture, 3, 0));
      case "bgr8" -> Optional.of(colour(picture, 3, 2));
      case "rgba8" -> Optional.of(colour(picture, 4, 0));
      case "bgra8" -> Optional.of(colour(picture, 4, 2));
      default -> Optional.of(grey(picture, picture.encoding().endsWith("16") ? 2 : 1));
    };
  }

  private static Optional<BufferedImage> decoded(ImageData picture) {
    try {
      return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(picture.bytes())));
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers throw what they like at broken bytes.
      return Optional.empty();
    }
  }

  private static BufferedImage colour(ImageData picture, int pixelBytes, int red) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] source = picture.bytes();
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      int pixel = y * picture.step();
      for (int x = 0; x < picture.width(); x++, pixel += pixelBytes) {
        target[at++] = source[pixel + 2 - red];
        target[at++] = source[pixel + 1];
        target[at++] = source[pixel + red];
      }
    }
    return image;
  }

  private static BufferedImage grey(ImageData picture, int pixelBytes) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      int pixel = y * picture.step() + pixelBytes - 1;
      for (int x = 0; x < picture.width(); x++, pixel += pixelBytes) {
        target[at++] = picture.bytes()[pixel];
      }
    }
    return image;
  }

  /** Made smaller, by halves as long as that is possible, so that no pixel is left out. */
  public static BufferedImage fitted(BufferedImage image, int maxSide) {
    int longer = Math.max(image.getWidth(), image.getHeight());
    if (maxSide == 0 || longer <= maxSide) {
      return image;
    }
    double scale = Math.max(0.5, (double) maxSide / longer);
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    // What decoders return may have a type of its own, which cannot be made anew.
    int type =
        image.getType() == BufferedImage.TYPE_CUSTOM
            ? BufferedImage.TYPE_3BYTE_BGR
            : image.getType();
    BufferedImage smaller = new BufferedImage(width, height, type);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return fitted(smaller, maxSide);
  }
}
