package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.bridge.recording.chunk.IndexTimes;

/**
 * Adds a bag up without unpacking it: behind each chunk lie the times of its messages, at the end
 * the connections. Only for bags that are whole; nothing is found where something is missing.
 */
final class BagSkim {

  private static final int ENTRY_BYTES = 12;

  private final FileBytes file;
  private final BagConnections connections = new BagConnections();
  private final IndexTimes times = new IndexTimes();

  private BagSkim(FileBytes file) {
    this.file = file;
  }

  /** The sums, or empty when the bag has to be read to know them. */
  static Optional<RecordingSummary> of(FileBytes file) throws IOException {
    BagSkim skim = new BagSkim(file);
    try {
      return skim.walk()
          ? skim.times.sums(skim.connections.all(), skim.connections::get)
          : Optional.empty();
    } catch (DamageException e) {
      return Optional.empty();
    }
  }

  private boolean walk() throws IOException {
    boolean chunkWithoutIndex = false;
    long at = BagRecording.MAGIC.length();
    while (at < file.size()) {
      BagRecord record = BagRecord.read(file, at);
      switch (record.op()) {
        case BagRecord.BAG_HEADER -> {
          if (record.fields().eightBytes("index_pos") == 0) {
            return false;
          }
        }
        case BagRecord.CHUNK -> {
          if (chunkWithoutIndex) {
            return false;
          }
          chunkWithoutIndex = record.fields().fourBytes("size") != 0;
        }
        case BagRecord.INDEX -> {
          chunkWithoutIndex = false;
          index(record);
        }
        case BagRecord.CONNECTION -> connections.add(record, file);
        case BagRecord.CHUNK_INFO -> {}
        default -> {
          return false;
        }
      }
      at = record.end();
    }
    return at == file.size() && !chunkWithoutIndex;
  }

  /** Entries of seconds, nanoseconds and offset. */
  private void index(BagRecord record) throws IOException {
    int length = file.require(record.dataAt(), record.dataLength());
    if (record.fields().fourBytes("ver") != 1
        || length != (long) record.fields().fourBytes("count") * ENTRY_BYTES) {
      throw new DamageException("an index of another kind");
    }
    ByteBuffer entries = file.read(record.dataAt(), length);
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int entry = 0; entry < length; entry += ENTRY_BYTES) {
      long time = BagFields.time(entries, entry);
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    if (length > 0) {
      times.add(record.fields().fourBytes("conn"), length / ENTRY_BYTES, first, last);
    }
  }
}
