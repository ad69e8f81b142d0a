package org.waymark.core.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * What an array file says of its numbers; versions 1 to 3 of the form that NumPy describes in
 * {@code numpy.lib.format}.
 *
 * @param type of the numbers
 * @param order of their bytes
 * @param fortran whether the first index runs fastest
 * @param shape sides, none negative; empty for a single number
 * @param dataOffset where the numbers begin, in bytes from the beginning of the file
 */
public record NpyHeader(
    NpyType type, ByteOrder order, boolean fortran, List<Long> shape, long dataOffset) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int MAX_DIMENSIONS = 32;
  private static final int ALIGNMENT = 64;

  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads up to the first number.
   *
   * @param source the file's name, for messages
   * @throws WaymarkException when this is no array file, or one of numbers that are not read
   */
  static NpyHeader read(InputStream in, String source) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new WaymarkException(
          "%s is no NumPy array (.npy): it begins otherwise".formatted(source));
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new WaymarkException(
          "%s has version %d of the .npy form, and 1 to 3 are known; save it with numpy.save"
              .formatted(source, Byte.toUnsignedInt(start[MAGIC.length])));
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] length = Arrays.copyOf(in.readNBytes(lengthBytes), Integer.BYTES);
    int headerBytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
      throw NpyHeaderText.damaged(
          source, "a header cannot have %d bytes".formatted(Integer.toUnsignedLong(headerBytes)));
    }
    byte[] text = in.readNBytes(headerBytes);
    if (text.length < headerBytes) {
      throw NpyHeaderText.damaged(source, "it ends within its header");
    }
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    NpyHeader header =
        new NpyHeaderText(new String(text, charset), source)
            .parse(start.length + lengthBytes + headerBytes);
    if (header.shape().size() > MAX_DIMENSIONS) {
      throw NpyHeaderText.damaged(source, "it has %d dimensions".formatted(header.shape().size()));
    }
    header.dataBytes(source);
    return header;
  }

  /** How many numbers there are. */
  long count() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Size of all numbers together. */
  long dataBytes(String source) {
    try {
      return shape.contains(0L) ? 0 : Math.multiplyExact(count(), type.bytes());
    } catch (ArithmeticException e) {
      throw NpyHeaderText.damaged(source, "its shape %s is impossible".formatted(shape));
    }
  }

  /**
   * Checks the size of what follows against the shape, before anything is allocated.
   *
   * @param available bytes behind the header
   */
  void requireBytes(long available, String source) {
    long needed = dataBytes(source);
    if (needed != available) {
      throw NpyHeaderText.damaged(
          source,
          "its %d bytes of numbers are not the %d of shape %s".formatted(available, needed, shape));
    }
  }

  /** Magic, length and a Python dictionary, padded so that the data begins at a multiple of 64. */
  static byte[] write(NpyType type, List<Long> shape) {
    String sides =
        shape.size() == 1
            ? shape.getFirst() + ","
            : shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type.descriptor(), sides);
    int unpadded = MAGIC.length + 2 + Short.BYTES + dictionary.length() + 1;
    int length = Math.ceilDiv(unpadded, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0);
    header.putShort((short) (length - MAGIC.length - 2 - Short.BYTES));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
