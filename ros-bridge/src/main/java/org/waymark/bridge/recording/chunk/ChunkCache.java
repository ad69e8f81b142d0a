package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The chunks that were unpacked last, some tens of MB of them. Safe for use by several threads. */
final class ChunkCache {

  private static final long MAX_BYTES = 32L << 20;

  /** Unpacks the chunk whose record begins at a position. */
  @FunctionalInterface
  interface Unpacker {
    Chunk unpack(long position) throws IOException;
  }

  /** By position, the one used longest ago first. */
  private final Map<Long, Chunk> chunks = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /** The chunk whose record begins there, unpacked now if need be. */
  Chunk get(long position, Unpacker unpacker) throws IOException {
    synchronized (chunks) {
      Chunk kept = chunks.get(position);
      if (kept != null) {
        return kept;
      }
    }
    // Two threads may unpack the same chunk; that is better than one waiting for another's chunk.
    Chunk chunk = unpacker.unpack(position);
    synchronized (chunks) {
      if (chunks.put(position, chunk) == null) {
        bytes += chunk.bytes().size();
      }
      Iterator<Chunk> oldest = chunks.values().iterator();
      while (bytes > MAX_BYTES && chunks.size() > 1) {
        bytes -= oldest.next().bytes().size();
        oldest.remove();
      }
    }
    return chunk;
  }
}
