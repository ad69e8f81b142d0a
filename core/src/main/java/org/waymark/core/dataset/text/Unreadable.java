package org.waymark.core.dataset.text;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.waymark.core.WaymarkException;

/** What to say of an index file that cannot be read. */
public final class Unreadable {

  private Unreadable() {}

  /** The exception to throw in place of {@code cause}. */
  public static WaymarkException file(Path file, IOException cause) {
    return new WaymarkException(
        cause instanceof NoSuchFileException
            ? "there is no file %s".formatted(file)
            : "%s cannot be read: %s".formatted(file, cause),
        cause);
  }
}
