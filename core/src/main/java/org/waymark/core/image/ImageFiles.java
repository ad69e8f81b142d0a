package org.waymark.core.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Picture files: which there are, and how large a picture says that it is. */
public final class ImageFiles {

  private static final Map<String, String> ENCODING_BY_EXTENSION =
      Map.of("jpg", "jpeg", "jpeg", "jpeg", "png", "png");

  /** Far above any picture that Kafka would take, and little enough to read into memory. */
  private static final long MAX_FILE_BYTES = 64 << 20;

  private ImageFiles() {}

  /**
   * {@code jpeg} or {@code png} by the file's name, or empty when it is no picture that we read.
   */
  public static Optional<String> encodingOf(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(
            ENCODING_BY_EXTENSION.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /** Reads a picture file as it is, with the size that its header states. */
  public static ImageData read(Path file) throws IOException {
    String name = file.getFileName().toString();
    String encoding =
        encodingOf(name).orElseThrow(() -> new IOException(file + " is neither JPEG nor PNG"));
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(
          "%s has %s bytes; that is no camera's picture"
              .formatted(file, Long.toString(Files.size(file))));
    }
    byte[] bytes = Files.readAllBytes(file);
    return size(bytes)
        .map(size -> new ImageData(encoding, size.width(), size.height(), 0, bytes))
        .orElseGet(() -> ImageData.compressed(encoding, bytes));
  }

  /** Width and height in pixels. */
  public record Size(int width, int height) {}

  /**
   * The size that a compressed picture's header states, or empty when there is no readable header.
   */
  public static Optional<Size> size(byte[] compressed) {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(compressed))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Optional.of(new Size(reader.getWidth(0), reader.getHeight(0)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers throw what they like at a broken header; it has no size then.
      return Optional.empty();
    }
  }
}
