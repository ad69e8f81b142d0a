package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.bridge.recording.chunk.IndexTimes;

/**
 * Adds an MCAP file up without unpacking it: behind each chunk lie the times of its messages, in
 * the summary the channels. Only for files that are whole; nothing is found where something is
 * missing.
 */
final class McapSkim {

  private static final int ENTRY_BYTES = 2 * Long.BYTES;

  private final FileBytes file;
  private final McapChannels channels = new McapChannels();
  private final IndexTimes times = new IndexTimes();

  private McapSkim(FileBytes file) {
    this.file = file;
  }

  /** The sums, or empty when the file has to be read to know them. */
  static Optional<RecordingSummary> of(FileBytes file) throws IOException {
    McapSkim skim = new McapSkim(file);
    try {
      return skim.walk()
          ? skim.times.sums(skim.channels.all(), skim.channels::get)
          : Optional.empty();
    } catch (DamageException e) {
      return Optional.empty();
    }
  }

  private boolean walk() throws IOException {
    boolean chunkWithoutIndex = false;
    long at = McapRecording.MAGIC.length;
    while (at < file.size()) {
      McapRecord record = McapRecord.read(file, at);
      switch (record.op()) {
        case Op.SCHEMA -> channels.addSchema(record.content(file));
        case Op.CHANNEL -> channels.addChannel(record.content(file));
        case Op.CHUNK -> {
          if (chunkWithoutIndex) {
            return false;
          }
          chunkWithoutIndex = true;
        }
        case Op.MESSAGE_INDEX -> {
          chunkWithoutIndex = false;
          index(record);
        }
        case Op.MESSAGE -> message(record);
        case Op.FOOTER -> {
          return !chunkWithoutIndex && record.end() + McapRecording.MAGIC.length == file.size();
        }
        default -> {}
      }
      at = record.end();
    }
    return false;
  }

  /** Channel, bytes of entries, and entries of time and offset. */
  private void index(McapRecord record) throws IOException {
    ByteBuffer content = record.content(file);
    McapRecord.need(content, Short.BYTES + Integer.BYTES);
    int channel = Short.toUnsignedInt(content.getShort());
    int length = content.getInt();
    McapRecord.need(content, length);
    if (length % ENTRY_BYTES != 0) {
      throw new DamageException("an index of another kind");
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int entry = 0; entry < length; entry += ENTRY_BYTES) {
      long time = content.getLong(content.position() + entry);
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    if (length > 0) {
      times.add(channel, length / ENTRY_BYTES, first, last);
    }
  }

  private void message(McapRecord record) throws IOException {
    McapMessage message = McapMessage.read(record.contentUpTo(file, McapMessage.HEAD_BYTES));
    times.add(message.channel(), 1, message.logNanos(), message.logNanos());
  }
}
