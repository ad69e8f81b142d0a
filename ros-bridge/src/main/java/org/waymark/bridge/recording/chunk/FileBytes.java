package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * The bytes of a file. Short pieces come from a window that is read at once, since records are read
 * one behind the other. For one thread; several may share the channel.
 */
public final class FileBytes implements Bytes {

  private static final int WINDOW_BYTES = 64 << 10;

  private final FileChannel channel;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;

  /** The file as long as it is now: one that grows is read up to here. */
  public FileBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer read(long position, int length) throws IOException {
    require(position, length);
    if (length > WINDOW_BYTES / 2) {
      return fill(position, length);
    }
    if (position < windowAt || position + length > windowAt + window.limit()) {
      // Not read into the old one: what was handed out of it stays as it is.
      window = fill(position, (int) Math.min(WINDOW_BYTES, size - position));
      windowAt = position;
    }
    return window.slice((int) (position - windowAt), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer fill(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new DamageException("it became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  /** A part of the file as a stream. */
  InputStream stream(long position, long length) {
    return new InputStream() {
      private long at = position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        long left = position + length - at;
        if (count == 0 || left <= 0) {
          return count == 0 ? 0 : -1;
        }
        int got = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(count, left)), at);
        at += Math.max(got, 0);
        return got;
      }
    };
  }
}
