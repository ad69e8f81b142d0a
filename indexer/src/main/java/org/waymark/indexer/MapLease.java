package org.waymark.indexer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;

/**
 * Tells whoever would remove a version of a map that it is in use: a shared lock on {@code
 * .leases/<version>} beside the version, which the operating system releases when the process ends,
 * however it ends.
 *
 * <p>On POSIX systems a process loses its locks on a file as soon as it closes any channel to it,
 * so all leases of one process on a version share one channel, and nothing else opens these files.
 */
final class MapLease implements AutoCloseable {

  static final String DIRECTORY = ".leases";

  private static final Logger LOG = LoggerFactory.getLogger(MapLease.class);

  /** What this process holds, by the identity of the lease's file; guards itself. */
  private static final Map<Object, Shared> HELD = new HashMap<>();

  /** A lease of something that nobody removes. */
  private static final MapLease NONE = new MapLease(null);

  private static final class Shared {
    final Object key;
    final FileChannel channel;
    int leases;

    Shared(Object key, FileChannel channel) {
      this.key = key;
      this.channel = channel;
    }
  }

  /** Null when there is nothing to release. */
  private @Nullable Shared shared;

  private MapLease(@Nullable Shared shared) {
    this.shared = shared;
  }

  /**
   * Takes a lease of a version. One that stands alone, outside any map's directory, or is still
   * being built, needs none and gets none; nor can one be taken where this process may not write
   * and no reader before it could.
   *
   * @throws WaymarkException when the version is being removed
   */
  static MapLease of(Path version) {
    Path parent = version.toAbsolutePath().getParent();
    if (parent == null
        || version.getFileName().toString().startsWith(".")
        || !(MapDirectory.isMap(parent) || Files.isDirectory(parent.resolve(DIRECTORY)))) {
      return NONE;
    }
    synchronized (HELD) {
      try {
        Path file = create(version);
        Object key = key(file);
        Shared shared = HELD.get(key);
        if (shared == null) {
          shared = lock(version, file, key);
          HELD.put(key, shared);
        }
        shared.leases++;
        return new MapLease(shared);
      } catch (IOException | UnsupportedOperationException e) {
        LOG.debug("No lease of {}: {}", version, e.toString());
        return NONE;
      }
    }
  }

  private static Shared lock(Path version, Path file, Object key) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
      // Who removes a version moves it away and deletes this file while its lock is exclusive.
      if (lock == null || !Files.exists(file) || !key.equals(key(file))) {
        throw new WaymarkException(
            "map version %s is being removed; use another".formatted(version));
      }
      locked = true;
      return new Shared(key, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** What is done while nobody uses a version. */
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  /**
   * Runs {@code removal} unless somebody holds a lease of the version; nobody gets one meanwhile.
   *
   * @return whether it ran
   */
  static boolean whileFree(Path version, Removal removal) throws IOException {
    synchronized (HELD) {
      Path file = create(version);
      if (HELD.containsKey(key(file))) {
        return false;
      }
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          return false;
        }
        removal.run();
        return true;
      }
    }
  }

  /** Removes what leases of a version leave; for {@link #whileFree}. */
  static void forget(Path version) throws IOException {
    Files.deleteIfExists(file(version));
  }

  /** Whether somebody uses a version; true also where that cannot be found out. */
  static boolean held(Path version) {
    try {
      return Files.exists(file(version)) && !whileFree(version, () -> {});
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  /** Makes the file, so that readers who may not write can lock it too. */
  static Path create(Path version) throws IOException {
    Path file = file(version);
    if (!Files.exists(file)) {
      try {
        Files.createDirectories(file.resolveSibling(""));
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // Another reader made it.
      } catch (AccessDeniedException e) {
        if (!Files.exists(file)) {
          throw e;
        }
      }
    }
    return file;
  }

  private static Path file(Path version) {
    Path absolute = version.toAbsolutePath().normalize();
    return absolute.resolveSibling(DIRECTORY).resolve(String.valueOf(absolute.getFileName()));
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  @Override
  public void close() {
    synchronized (HELD) {
      Shared held = shared;
      shared = null;
      if (held == null || --held.leases > 0) {
        return;
      }
      HELD.remove(held.key);
      try {
        held.channel.close();
      } catch (IOException e) {
        LOG.warn("A lease of a map could not be released: {}", e.toString());
      }
    }
  }
}
