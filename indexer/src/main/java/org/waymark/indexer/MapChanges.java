package org.waymark.indexer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one change at a time happen to which versions a map has and which of them is in use, among
 * the threads of this process and among processes. Changes are brief; nothing is built, checked or
 * deleted inside.
 */
final class MapChanges {

  private static final String LOCK = ".lock";

  /** Locks of files are the process's, not the thread's. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private MapChanges() {}

  /** A change and its result. */
  @FunctionalInterface
  interface Change<T> {
    T make() throws IOException;
  }

  static <T> T exclusively(Path map, Change<T> change) throws IOException {
    THREADS.lock();
    try (FileChannel channel =
            FileChannel.open(
                map.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      return change.make();
    } finally {
      THREADS.unlock();
    }
  }
}
