package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names of picture files say. */
final class FileNames {

  private static final Pattern JPEG_OR_PNG = Pattern.compile("(.*)\\.(jpg|png)");

  /** A picture of MSLS, under whatever folder. */
  private static final Pattern MSLS =
      Pattern.compile("(?:.*/)?(?:train_val|test)/[^/]+/(?:query|database)/images/([^/]+)\\.jpg");

  private FileNames() {}

  /** The file's name without its extension. */
  static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /** MSLS's key where the path is one of its pictures, else the path itself. */
  static String key(String path) {
    Matcher matcher = MSLS.matcher(path);
    return matcher.matches() ? matcher.group(1) : path;
  }

  /** The file, or where it is missing the one of the other extension, .jpg or .png, if any. */
  static Path eitherExtension(Path file) {
    Matcher matcher = JPEG_OR_PNG.matcher(file.toString());
    if (!matcher.matches() || Files.exists(file)) {
      return file;
    }
    Path other = Path.of(matcher.group(1) + (matcher.group(2).equals("jpg") ? ".png" : ".jpg"));
    return Files.exists(other) ? other : file;
  }
}
