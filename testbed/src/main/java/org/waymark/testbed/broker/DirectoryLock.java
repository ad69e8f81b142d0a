package org.waymark.testbed.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.waymark.core.WaymarkException;

/**
 * Keeps a second broker out of a data directory from the first moment on. Kafka's own lock is taken
 * only after the metadata log was opened for writing. The operating system frees it when the
 * process dies.
 */
final class DirectoryLock implements AutoCloseable {

  private static final String FILE = ".waymark.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: refused below like any other holder.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new WaymarkException(
        "another broker uses the data directory %s; stop it, or choose another with --data"
            .formatted(directory.toAbsolutePath()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
