package org.waymark.core.dataset.convert;

import java.nio.file.Path;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;

/** How index files name pictures. */
public final class PicturePaths {

  private PicturePaths() {}

  /**
   * The picture's path relative to a folder, with {@code /}; absolute when it lies outside.
   *
   * @throws WaymarkException when the picture is no file of its own
   */
  public static String relative(DatasetFrame frame, Path root) {
    return relative(
        frame
            .file()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "frame %s is no file of its own; an index can only name files"
                            .formatted(frame.id()))),
        root);
  }

  /** A file's path relative to a folder, with {@code /}; absolute when it lies outside. */
  public static String relative(Path path, Path root) {
    Path file = path.toAbsolutePath().normalize();
    Path folder = root.toAbsolutePath().normalize();
    return (file.startsWith(folder) ? folder.relativize(file) : file)
        .toString()
        .replace(file.getFileSystem().getSeparator(), "/");
  }
}
