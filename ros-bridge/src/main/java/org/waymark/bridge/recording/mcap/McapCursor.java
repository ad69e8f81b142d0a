package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.bridge.recording.chunk.RecordCursor;

/**
 * Goes through an MCAP file from its first byte, without its summary: so files without one, and
 * files that are cut, are read as others are.
 */
final class McapCursor extends RecordCursor {

  private final McapChannels channels;

  /** Whether there were messages that no chunk's sum covers. */
  private boolean unprotected;

  /** Whether the part with messages is over; what comes then only repeats. */
  private boolean summary;

  private boolean footer;

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
          channels.addChannel(record.content(bytes));
        }
      }
      case Op.CHUNK -> {
        if (!outside) {
          throw new DamageException("a chunk within a chunk");
        }
        McapChunk chunk = McapChunk.head(record, file());
        unprotected |= chunk.crc() == 0;
        return new Opened(chunk.unpack(file()), record.end());
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

  private Step message(McapRecord record, Bytes bytes, long chunkAt) throws IOException {
    McapMessage message = McapMessage.read(record.content(bytes));
    Channel channel = channels.get(message.channel());
    if (channel == null) {
      throw new DamageException("a message of the unknown channel %d".formatted(message.channel()));
    }
    return new Found(
        new RecordedMessage(
            channel, message.logNanos(), message.data(), new MessageAddress(chunkAt, record.at())),
        record.end());
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
