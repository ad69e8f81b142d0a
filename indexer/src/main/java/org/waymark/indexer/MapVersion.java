package org.waymark.indexer;

import java.nio.file.Path;

/**
 * A finished version of a map.
 *
 * @param number counted from 1; greater is newer
 * @param directory where it is
 * @param current whether it is the one in use
 */
public record MapVersion(int number, Path directory, boolean current) {

  /** As the map's directory and its announcements name it. */
  public String name() {
    return Integer.toString(number);
  }

  /** Whether a running reader uses it, here or in another process. */
  public boolean leased() {
    return MapLease.held(directory);
  }
}
