package org.waymark.bridge.live.in;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.core.image.ImageData;

/**
 * Compresses raw pictures. What would lose more than JPEG's usual errors passes unchanged: 16 bits,
 * Bayer mosaics, and what is compressed already.
 */
public final class JpegEncoder {

  private static final float MAX_QUALITY = 100f;

  private final CameraConfig.Jpeg settings;

  public JpegEncoder(CameraConfig.Jpeg settings) {
    this.settings = settings;
  }

  /** The picture, compressed where that is sensible. */
  public ImageData encode(ImageData picture) {
    return switch (picture.encoding()) {
      case "rgb8", "bgr8", "rgba8", "bgra8", "mono8" ->
          Rasters.of(picture)
              .map(image -> encode(Rasters.fitted(image, settings.maxSide())))
              .orElse(picture);
      default -> picture;
    };
  }

  /** A picture of three 8-bit channels or one. */
  public ImageData encode(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(settings.quality() / MAX_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return new ImageData("jpeg", image.getWidth(), image.getHeight(), 0, bytes.toByteArray());
  }
}
