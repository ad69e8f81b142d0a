package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The directory of a version under construction. It goes when it is closed, and when the process is
 * asked to end before.
 */
final class UnfinishedVersion implements AutoCloseable {

  /** A build that is still running may add a file while its directory is being deleted. */
  private static final int ATTEMPTS = 20;

  private final Path directory;
  private final Thread onExit = new Thread(this::removeAtExit, "waymark-unfinished-map");

  private UnfinishedVersion(Path directory) {
    this.directory = directory;
  }

  static UnfinishedVersion in(MapDirectory map) throws IOException {
    UnfinishedVersion unfinished = new UnfinishedVersion(map.startBuilding());
    Runtime.getRuntime().addShutdownHook(unfinished.onExit);
    return unfinished;
  }

  Path directory() {
    return directory;
  }

  private void removeAtExit() {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        MapDirectory.deleteRecursively(directory);
        return;
      } catch (IOException | UncheckedIOException e) {
        // The next attempt finds what came meanwhile; a later build finds what remains.
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is at it.
      return;
    }
    MapDirectory.deleteRecursively(directory);
  }
}
