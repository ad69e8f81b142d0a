package org.waymark.bridge.recording.db3;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.waymark.bridge.recording.chunk.Chunk;

/**
 * A message that ROS 2's recorder may have compressed by itself ({@code --compression-mode
 * message}): it is a Zstandard frame then, which no CDR message begins like.
 */
final class PackedMessage {

  private static final int ZSTD_MAGIC = 0xfd2fb528;

  private PackedMessage() {}

  static final class UnpackException extends Exception {
    UnpackException(String what) {
      super(what);
    }
  }

  static ByteBuffer unpack(byte[] data) throws UnpackException {
    ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    if (data.length < Integer.BYTES || bytes.getInt(0) != ZSTD_MAGIC) {
      return bytes;
    }
    long size = Zstd.getFrameContentSize(data);
    if (size < 0 || size > Chunk.MAX_BYTES) {
      throw new UnpackException("a compressed message of unknown or too large a size");
    }
    try {
      return ByteBuffer.wrap(Zstd.decompress(data, (int) size)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (ZstdException e) {
      throw new UnpackException("a compressed message is damaged: " + e.getMessage());
    }
  }
}
