package org.waymark.bridge.ros1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two nodes tell each other before messages flow: fields {@code name=value}, each behind its
 * length, all behind their length; little endian.
 */
record ConnectionHeader(Map<String, String> fields) {

  static final String CALLER_ID = "callerid";
  static final String TOPIC = "topic";
  static final String TYPE = "type";
  static final String MD5 = "md5sum";
  static final String DEFINITION = "message_definition";
  static final String LATCHING = "latching";
  static final String NO_DELAY = "tcp_nodelay";
  static final String ERROR = "error";

  /** What a tool says that takes any type. */
  static final String ANY = "*";

  static final int MAX_BYTES = 1 << 20;

  ConnectionHeader {
    fields = Map.copyOf(fields);
  }

  /** A field, or an empty text. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /**
   * Reads a header and not a byte more.
   *
   * @throws IOException also when it is larger than {@link #MAX_BYTES}, or malformed
   */
  static ConnectionHeader read(InputStream in) throws IOException {
    int length =
        ByteBuffer.wrap(exactly(in, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException(
          "a connection header of %s bytes is none of ROS"
              .formatted(Integer.toUnsignedLong(length)));
    }
    return parse(ByteBuffer.wrap(exactly(in, length)));
  }

  static ConnectionHeader parse(ByteBuffer bytes) throws IOException {
    ByteBuffer buffer = bytes.order(ByteOrder.LITTLE_ENDIAN);
    Map<String, String> fields = new LinkedHashMap<>();
    while (buffer.hasRemaining()) {
      int length = buffer.remaining() < Integer.BYTES ? -1 : buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        throw new IOException("a field of the connection header exceeds it");
      }
      byte[] field = new byte[length];
      buffer.get(field);
      String text = new String(field, StandardCharsets.UTF_8);
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IOException("a field of the connection header is not name=value");
      }
      fields.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return new ConnectionHeader(fields);
  }

  ByteBuffer toBytes() {
    List<byte[]> texts =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(size);
    texts.forEach(text -> bytes.putInt(text.length).put(text));
    return bytes.flip();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within its header");
    }
    return bytes;
  }
}
