package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.nio.file.Path;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.bridge.recording.chunk.RecordCursor;

/**
 * Goes through a bag from its first byte, without its index: so bags without one, and bags that are
 * cut, are read as others are.
 */
final class BagCursor extends RecordCursor {

  private final BagConnections connections;
  private boolean closed = true;

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
        return new Opened(BagRecording.unpack(file(), record), record.end());
      }
      // Written when the recorder was closed in order.
      case BagRecord.BAG_HEADER -> closed = record.fields().eightBytes("index_pos") != 0;
      case BagRecord.INDEX, BagRecord.CHUNK_INFO -> {}
      default -> throw new DamageException("a record of unknown kind %d".formatted(record.op()));
    }
    return new Passed(record.end());
  }

  private Step message(BagRecord record, Bytes bytes, long chunkAt) throws IOException {
    int length = bytes.require(record.dataAt(), record.dataLength());
    int connection = record.fields().fourBytes("conn");
    Channel channel = connections.get(connection);
    if (channel == null) {
      throw new DamageException("a message of the unknown connection %d".formatted(connection));
    }
    return new Found(
        new RecordedMessage(
            channel,
            record.fields().time("time"),
            bytes.read(record.dataAt(), length),
            new MessageAddress(chunkAt, record.at())),
        record.end());
  }

  @Override
  protected void finish() {
    if (!closed) {
      note("byte 0", "the recorder was not closed in order, there is no index");
    }
  }
}
