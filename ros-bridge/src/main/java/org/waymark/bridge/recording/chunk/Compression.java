package org.waymark.bridge.recording.chunk;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** How a chunk is packed, by the names that bags and MCAP use. */
public enum Compression {
  NONE("none"),
  BZ2("bz2"),
  /** LZ4's frame format: ROS's {@code roslz4} writes it too. */
  LZ4("lz4"),
  ZSTD("zstd");

  private static final int BUFFER_BYTES = 64 << 10;

  private final String label;

  Compression(String label) {
    this.label = label;
  }

  /** The compression that a file calls so; MCAP gives none an empty name. */
  public static Optional<Compression> named(String name) {
    return name.isEmpty()
        ? Optional.of(NONE)
        : Arrays.stream(values()).filter(c -> c.label.equals(name)).findFirst();
  }

  /** Its name in bags, and in MCAP but for {@link #NONE}. */
  public String label() {
    return label;
  }

  /** Unpacks; gives what can be unpacked of a stream that is cut before it fails. */
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case BZ2 -> new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER_BYTES));
      case LZ4 -> new FramedLZ4CompressorInputStream(new BufferedInputStream(packed, BUFFER_BYTES));
      // Continuous: a frame that is cut gives what it holds.
      case ZSTD -> new ZstdInputStream(packed).setContinuous(true);
    };
  }
}
