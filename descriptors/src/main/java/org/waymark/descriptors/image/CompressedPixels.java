package org.waymark.descriptors.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * JPEG and PNG through ImageIO, in memory only.
 *
 * <p>A reader returns a grey-filled picture for a truncated JPEG and only warns; such warnings
 * reject the picture. Bytes left over between segments, which many webcams write, do not.
 */
final class CompressedPixels {

  private CompressedPixels() {}

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws ImageRejectedException {
    ImageHeader header = ImageHeader.read(bytes);
    limits.check(header.width(), header.height());
    if (header.format() == ImageHeader.Format.JPEG
        && header.components() != 1
        && header.components() != 3) {
      throw new ImageRejectedException(
          "JPEG with %d colour components (CMYK?); convert it to RGB"
              .formatted(header.components()));
    }
    List<String> warnings = new ArrayList<>();
    BufferedImage image = read(bytes, header.format(), warnings);
    Optional<String> damage = warnings.stream().filter(CompressedPixels::isDamage).findFirst();
    if (damage.isPresent()) {
      throw new ImageRejectedException("damaged picture: " + damage.get());
    }
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      throw new ImageRejectedException("picture of another size than its header says");
    }
    return RasterPixels.toRgb(image);
  }

  private static BufferedImage read(byte[] bytes, ImageHeader.Format format, List<String> warnings)
      throws ImageRejectedException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.imageIoName()).next();
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(input, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      return reader.read(0);
    } catch (IOException | RuntimeException e) { // ImageIO throws both on damaged input
      throw new ImageRejectedException("damaged picture: " + firstLine(e));
    } finally {
      reader.dispose();
    }
  }

  private static boolean isDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.startsWith("truncated")
        || text.contains("premature end")
        || (text.startsWith("corrupt jpeg data") && !text.contains("extraneous bytes"));
  }

  private static String firstLine(Exception e) {
    @Nullable String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("unreadable");
  }
}
