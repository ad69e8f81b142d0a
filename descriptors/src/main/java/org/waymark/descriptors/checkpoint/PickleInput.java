package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of a pickle, of which no more than are there are ever promised. */
final class PickleInput {

  /** Names and other text; longer ones occur in no checkpoint. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final InputStream in;
  private final long size;
  private long position;

  PickleInput(InputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  int readByte() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new MalformedPickleException("it ended early");
    }
    position++;
    return value;
  }

  /** A little-endian number of 1 to 8 bytes, unsigned up to 7. */
  long readNumber(int bytes) throws IOException {
    byte[] number = new byte[Long.BYTES];
    for (int i = 0; i < bytes; i++) {
      number[i] = (byte) readByte();
    }
    return ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  double readDouble() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(readNumber(Double.BYTES)));
  }

  byte[] readBytes(long count) throws IOException {
    if (count < 0 || count > MAX_TEXT_BYTES || count > size - position) {
      throw new MalformedPickleException(
          "a text of %s bytes cannot be".formatted(Long.toUnsignedString(count)));
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new MalformedPickleException("it ended early");
    }
    position += count;
    return bytes;
  }

  void skip(long count) throws IOException {
    if (count < 0 || count > size - position) {
      throw new MalformedPickleException("it ended early");
    }
    in.skipNBytes(count);
    position += count;
  }

  /** Up to a line feed, which is left out. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = readByte(); c != '\n'; c = readByte()) {
      if (line.length() == 1000) {
        throw new MalformedPickleException("a name is too long");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
