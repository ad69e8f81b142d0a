package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.waymark.bridge.recording.chunk.DamageException;

/**
 * The content of a message record.
 *
 * @param logNanos when the recorder received it
 * @param data the serialized message
 */
record McapMessage(int channel, long logNanos, ByteBuffer data) {

  /** Channel, sequence, and the times of receipt and of publication. */
  static final int HEAD_BYTES = Short.BYTES + Integer.BYTES + 2 * Long.BYTES;

  static McapMessage read(ByteBuffer content) throws IOException {
    if (content.remaining() < HEAD_BYTES) {
      throw new DamageException("a message of %d bytes".formatted(content.remaining()));
    }
    return new McapMessage(
        Short.toUnsignedInt(content.getShort(0)),
        content.getLong(Short.BYTES + Integer.BYTES),
        content.slice(HEAD_BYTES, content.limit() - HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN));
  }
}
