package org.waymark.indexer.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.waymark.core.WaymarkException;

/**
 * A place that maps may be fetched from. Whoever can write an announcement names a place under a
 * root, and nothing else of this machine or its network can be reached through it.
 */
public sealed interface MapRoot permits DirectoryRoot, HttpRoot {

  /**
   * Understands a root as users write it.
   *
   * @param text a directory, {@code file:///dir}, or {@code http(s)://host/path/}
   * @throws WaymarkException when it is none of these
   */
  static MapRoot parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      if (lower.startsWith("http://") || lower.startsWith("https://")) {
        return HttpRoot.of(new URI(text));
      }
      return new DirectoryRoot(lower.startsWith("file:") ? Path.of(new URI(text)) : Path.of(text));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new WaymarkException(
          "'%s' is no root of maps (%s): give a directory, or http(s)://host/path/"
              .formatted(text, e.getMessage()),
          e);
    }
  }

  /** Whether a place is one that this root decides about. */
  boolean covers(URI uri);

  /**
   * The version at a place that this root covers.
   *
   * @throws WaymarkException when it leaves the root
   */
  MapLocation locate(URI uri);

  /** The directory that a {@code file:} URI names. */
  static Path directory(URI uri) {
    try {
      return Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("'%s' names no directory: %s".formatted(uri, e.getMessage()), e);
    }
  }
}
