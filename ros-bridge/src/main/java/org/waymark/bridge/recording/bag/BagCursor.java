package org.waymark.bridge.recording.bag;

import java.io.IOException;
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
 * Goes through a bag from its first byte, without its index: so bags without one, and bags that are
 * cut, are read as others are. Only when a damaged chunk took a connection's record along, the
 * copies at the bag's end are asked.
 */
final class BagCursor extends RecordCursor {

  private final BagConnections connections;
  private final Set<Integer> unknown = new HashSet<>();
  private boolean closed = true;

  /** Where the copies of the connections begin; 0 when there are none, or they were read. */
  private long copiesAt;

  BagCursor(Path path, FileBytes file, BagConnections connections) {
    super(path, file, BagRecording.MAGIC.length());
    this.connections = connections;
  }

  @Override
  protected Step read(Bytes bytes, long chunkAt, long at) throws IOException {
    BagRecord record = BagRecord.read(bytes, at);
    switch (record.op()) {
      case BagRecord.MESSAGE -> {
        return message(record, bytes, chunkAt);
      }
      case BagRecord.CONNECTION -> connections.add(record, bytes);
      case BagRecord.CHUNK -> {
        if (chunkAt != MessageAddress.NO_CHUNK) {
          throw new DamageException("a chunk within a chunk");
        }
        return chunk(record);
      }
      // Written when the recorder was closed in order.
      case BagRecord.BAG_HEADER -> {
        copiesAt = record.fields().eightBytes("index_pos");
        closed = copiesAt != 0;
      }
      case BagRecord.INDEX, BagRecord.CHUNK_INFO -> {}
      default -> throw new DamageException("a record of unknown kind %d".formatted(record.op()));
    }
    return new Passed(record.end());
  }

  /** A chunk that cannot be unpacked costs itself: where it ends is known. */
  private Step chunk(BagRecord record) throws IOException {
    try {
      return new Opened(BagRecording.unpack(file(), record), record.end());
    } catch (DamageException e) {
      note("byte %d".formatted(record.at()), String.valueOf(e.getMessage()));
      return new Passed(record.end());
    }
  }

  private Step message(BagRecord record, Bytes bytes, long chunkAt) throws IOException {
    int length = bytes.require(record.dataAt(), record.dataLength());
    int connection = record.fields().fourBytes("conn");
    Channel channel = connections.get(connection);
    if (channel == null) {
      readCopies();
      channel = connections.get(connection);
    }
    if (channel == null) {
      if (unknown.add(connection)) {
        note(
            "byte %d".formatted(chunkAt == MessageAddress.NO_CHUNK ? record.at() : chunkAt),
            "messages of connection %d, of which no record is left".formatted(connection));
      }
      return new Passed(record.end());
    }
    return new Found(
        new RecordedMessage(
            channel,
            record.fields().time("time"),
            bytes.read(record.dataAt(), length),
            new MessageAddress(chunkAt, record.at())),
        record.end());
  }

  /** Takes the connections that a recorder repeats behind the last chunk. */
  private void readCopies() throws IOException {
    long at = copiesAt;
    copiesAt = 0;
    try {
      while (at > 0 && at < file().size()) {
        BagRecord record = BagRecord.read(file(), at);
        if (record.op() != BagRecord.CONNECTION) {
          return;
        }
        connections.add(record, file());
        at = record.end();
      }
    } catch (DamageException e) {
      // What was told until there is good.
    }
  }

  @Override
  protected void finish() {
    if (!closed) {
      note("byte 0", "the recorder was not closed in order, there is no index");
    }
  }
}
