package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** A file that grows by records, and the sum of what was written since it was last asked for. */
final class McapOutput implements AutoCloseable {

  private final FileChannel channel;
  private final CRC32 sum = new CRC32();
  private long position;

  /** Creates the file, which must not be there. */
  McapOutput(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  long position() {
    return position;
  }

  /** Starts the sum anew. */
  void resetSum() {
    sum.reset();
  }

  int sum() {
    return (int) sum.getValue();
  }

  void bytes(ByteBuffer bytes) throws IOException {
    sum.update(bytes.duplicate());
    position += bytes.remaining();
    for (ByteBuffer rest = bytes.duplicate(); rest.hasRemaining(); ) {
      channel.write(rest);
    }
  }

  /** The head of a record whose content follows. */
  void head(int op, long length) throws IOException {
    bytes(new McapContent().one(op).eight(length).view());
  }

  void record(int op, McapContent content) throws IOException {
    head(op, content.size());
    bytes(content.view());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
