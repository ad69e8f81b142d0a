package org.waymark.indexer.rebuild;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.UUID;
import org.waymark.indexer.build.Rows;
import org.waymark.indexer.build.Spool;

/**
 * Descriptors that come in any order, each to its frame's slot of a file. The file goes with the
 * process: what is in it is in Kafka too. Not safe for use by two threads at once.
 */
final class DescriptorSheet implements AutoCloseable {

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private final int columns;
  private final BitSet described = new BitSet();

  private DescriptorSheet(FileChannel channel, int columns) {
    this.channel = channel;
    this.columns = columns;
    this.buffer = ByteBuffer.allocateDirect(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An empty one, where a map's builds keep what they need. */
  static DescriptorSheet in(Path map, int columns) throws IOException {
    Path folder = Files.createDirectories(map.resolve(Spool.FOLDER));
    return new DescriptorSheet(
        FileChannel.open(
            folder.resolve(UUID.randomUUID() + ".sheet"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        columns);
  }

  void put(int frame, float[] descriptor) throws IOException {
    buffer.clear();
    buffer.asFloatBuffer().put(descriptor);
    long position = position(frame);
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    described.set(frame);
  }

  private long position(int frame) {
    return (long) frame * columns * Float.BYTES;
  }

  /** Frames that have a descriptor. */
  BitSet described() {
    return described;
  }

  /** The descriptors in the order of their frames. */
  Rows rows() {
    int[] frames = described.stream().toArray();
    return new Rows() {
      @Override
      public int size() {
        return frames.length;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public float[] row(int row) throws IOException {
        return read(frames[row]);
      }
    };
  }

  private float[] read(int frame) throws IOException {
    buffer.clear();
    long position = position(frame);
    while (buffer.hasRemaining()) {
      int n = channel.read(buffer, position + buffer.position());
      if (n < 0) {
        throw new EOFException("frame " + frame);
      }
    }
    float[] values = new float[columns];
    buffer.flip().asFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
