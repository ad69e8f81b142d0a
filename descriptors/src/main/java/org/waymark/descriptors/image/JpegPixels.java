package org.waymark.descriptors.image;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
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
 * JPEG, as libjpeg-turbo behind Pillow decodes it: Huffman-coded, baseline or progressive, of one,
 * three or four components in any sampling.
 *
 * <p>ImageIO gives the samples (its libjpeg 6b rounds as libjpeg-turbo does, but for {@link
 * ChromaRows}); the colours are made here, for ImageIO guesses some of them otherwise. It returns a
 * grey-filled picture for damaged data and only warns; such warnings reject the picture.
 *
 * <p>A reader is kept for each thread, with its buffers, until it fails.
 */
final class JpegPixels {

  /** Encoders write about ten; each takes the time of a whole picture. */
  private static final int MAX_SCANS = 100;

  private static final ThreadLocal<@Nullable Reader> READER = new ThreadLocal<>();

  private JpegPixels() {}

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws ImageRejectedException {
    JpegSegments jpeg = JpegSegments.read(bytes);
    limits.check(jpeg.width(), jpeg.height());
    if (jpeg.scans() > MAX_SCANS) {
      throw new ImageRejectedException(
          "JPEG with %d scans; up to %d are handled".formatted(jpeg.scans(), MAX_SCANS));
    }
    checkLength(jpeg);
    byte[] samples = samples(jpeg);
    ChromaRows.smooth(jpeg, samples);
    return new RgbImage(jpeg.width(), jpeg.height(), jpeg.colour().toRgb(samples));
  }

  /** Every block of 8 x 8 takes a bit at least: a small file that claims more takes no memory. */
  private static void checkLength(JpegSegments jpeg) throws ImageRejectedException {
    long blocks = Math.ceilDiv(jpeg.width(), 8L) * Math.ceilDiv(jpeg.height(), 8L);
    if (jpeg.bare().length * 8L < blocks) {
      throw new ImageRejectedException(
          "truncated JPEG: %d bytes for %d x %d pixels"
              .formatted(jpeg.bare().length, jpeg.width(), jpeg.height()));
    }
  }

  private static byte[] samples(JpegSegments jpeg) throws ImageRejectedException {
    Reader reader = READER.get();
    READER.remove();
    if (reader == null) {
      reader = new Reader();
    }
    Raster raster;
    try {
      raster = reader.read(jpeg.bare());
    } catch (IOException | RuntimeException e) { // ImageIO throws both on damaged input
      reader.dispose();
      throw new ImageRejectedException("damaged picture: " + firstLine(e));
    }
    READER.set(reader);
    Optional<String> damage = reader.warnings.stream().filter(JpegPixels::isDamage).findFirst();
    if (damage.isPresent()) {
      throw new ImageRejectedException("damaged picture: " + damage.get());
    }
    return samples(raster, jpeg);
  }

  private static byte[] samples(Raster raster, JpegSegments jpeg) throws ImageRejectedException {
    int components = jpeg.components().length;
    if (raster.getWidth() != jpeg.width()
        || raster.getHeight() != jpeg.height()
        || raster.getNumBands() != components) {
      throw new ImageRejectedException("picture of another size than its header says");
    }
    if (raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && inOrder(model.getBandOffsets())
        && buffer.getData().length == components * jpeg.width() * jpeg.height()) {
      return buffer.getData();
    }
    throw new IllegalStateException("ImageIO stores samples in another order: " + raster);
  }

  private static boolean inOrder(int[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] != i) {
        return false;
      }
    }
    return true;
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

  /** ImageIO's reader and what it warned of. */
  private static final class Reader {

    private final ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    private final List<String> warnings = new ArrayList<>();

    Raster read(byte[] bytes) throws IOException {
      warnings.clear();
      try (MemoryCacheImageInputStream input =
          new MemoryCacheImageInputStream(new java.io.ByteArrayInputStream(bytes))) {
        reader.setInput(input, true, true);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        return reader.readRaster(0, null);
      } finally {
        reader.reset();
      }
    }

    void dispose() {
      reader.dispose();
    }
  }
}
