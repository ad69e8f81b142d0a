package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.bridge.recording.chunk.RecordCursor;

/**
 * Goes through an MCAP file from its first byte, without its summary: so files without one, and
 * files that are cut, are read as others are. Only when a damaged chunk took a channel's record
 * along, the copies in the summary are asked.
 */
final class McapCursor extends RecordCursor {

  /** Kind, length, where the summary and its offsets begin, its sum. */
  private static final int FOOTER_BYTES = 1 + 3 * Long.BYTES + Integer.BYTES;

  private final McapChannels channels;
  private final Set<Integer> unknown = new HashSet<>();

  /** Whether there were messages that no chunk's sum covers. */
  private boolean unprotected;

  /** Whether the part with messages is over; what comes then only repeats. */
  private boolean summary;

  private boolean footer;

  /** Whether the copies in the summary were asked. */
  private boolean copiesRead;

  McapCursor(Path path, FileBytes file, McapChannels channels) {
    super(path, file, McapRecording.MAGIC.length);
    this.channels = channels;
  }

  @Override
  protected Step read(Bytes bytes, long chunkAt, long at) throws IOException {
    McapRecord record = McapRecord.read(bytes, at);
    boolean outside = chunkAt == MessageAddress.NO_CHUNK;
    switch (record.op()) {
      case Op.MESSAGE -> {
        unprotected |= outside;
        return message(record, bytes, chunkAt);
      }
      case Op.SCHEMA -> {
        if (!summary) {
          channels.addSchema(record.content(bytes));
        }
      }
      case Op.CHANNEL -> {
        if (!summary) {
          if (!channels.knowsSchema(record.content(bytes))) {
            readCopies();
          }
          channels.addChannel(record.content(bytes));
        }
      }
      case Op.CHUNK -> {
        if (!outside) {
          throw new DamageException("a chunk within a chunk");
        }
        return chunk(record);
      }
      case Op.DATA_END -> {
        summary = true;
        checkData(record);
      }
      case Op.FOOTER -> {
        footer = true;
        checkSummary(record);
        return new Ended(record.end());
      }
      default -> {
        // Attachments, metadata, indexes, and kinds that later versions add.
        bytes.require(record.contentAt(), Math.min(record.length(), 1));
      }
    }
    return new Passed(record.end());
  }

  /** A chunk that cannot be unpacked costs itself: where it ends is known. */
  private Step chunk(McapRecord record) throws IOException {
    try {
      McapChunk chunk = McapChunk.head(record, file());
      unprotected |= chunk.crc() == 0;
      return new Opened(chunk.unpack(file()), record.end());
    } catch (DamageException e) {
      note("byte %d".formatted(record.at()), String.valueOf(e.getMessage()));
      return new Passed(record.end());
    }
  }

  private Step message(McapRecord record, Bytes bytes, long chunkAt) throws IOException {
    McapMessage message = McapMessage.read(record.content(bytes));
    Channel channel = channels.get(message.channel());
    if (channel == null) {
      readCopies();
      channel = channels.get(message.channel());
    }
    if (channel == null) {
      if (unknown.add(message.channel())) {
        note(
            "byte %d".formatted(chunkAt == MessageAddress.NO_CHUNK ? record.at() : chunkAt),
            "messages of channel %d, of which no record is left".formatted(message.channel()));
      }
      return new Passed(record.end());
    }
    return new Found(
        new RecordedMessage(
            channel, message.logNanos(), message.data(), new MessageAddress(chunkAt, record.at())),
        record.end());
  }

  /** Takes the schemas and channels that a recorder repeats in the summary. */
  private void readCopies() throws IOException {
    long end = file().size() - McapRecording.MAGIC.length - FOOTER_BYTES;
    if (copiesRead || end < 0) {
      return;
    }
    copiesRead = true;
    try {
      McapRecord last = McapRecord.read(file(), end);
      if (last.op() != Op.FOOTER) {
        return;
      }
      ByteBuffer content = last.content(file());
      McapRecord.need(content, Long.BYTES);
      long at = content.getLong();
      while (at > 0 && at < end) {
        McapRecord record = McapRecord.read(file(), at);
        switch (record.op()) {
          case Op.SCHEMA -> channels.addSchema(record.content(file()));
          case Op.CHANNEL -> channels.addChannel(record.content(file()));
          default -> {}
        }
        at = record.end();
      }
    } catch (DamageException e) {
      // What was told until there is good.
    }
  }

  /** Reads the file once more, unless every chunk was checked by itself. */
  private void checkData(McapRecord dataEnd) throws IOException {
    ByteBuffer content = dataEnd.content(file());
    McapRecord.need(content, Integer.BYTES);
    int crc = content.getInt();
    if (crc != 0 && unprotected && !McapSums.match(file(), 0, dataEnd.at(), crc)) {
      note("byte %d".formatted(dataEnd.at()), "the sum (CRC-32) of all messages is another");
    }
  }

  private void checkSummary(McapRecord record) throws IOException {
    ByteBuffer content = record.content(file());
    McapRecord.need(content, 2 * Long.BYTES + Integer.BYTES);
    long start = content.getLong(0);
    int crc = content.getInt(2 * Long.BYTES);
    long covered = record.contentAt() + 2 * Long.BYTES;
    long from = start == 0 ? record.at() : start;
    if (crc != 0
        && (from < 0 || from > record.at() || !McapSums.match(file(), from, covered, crc))) {
      note("byte %d".formatted(record.at()), "the sum (CRC-32) of the summary is another");
    }
  }

  @Override
  protected void finish() {
    if (!footer) {
      note("byte %d".formatted(file().size()), "the file ends early, it has no footer");
    }
  }
}
