package org.waymark.bridge.recording.chunk;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** How a chunk is packed, by the names that bags and MCAP use. */
public enum Compression {
  NONE("none", ""),
  BZ2("bz2"),
  /** LZ4's frame format: ROS's {@code roslz4} writes it too. */
  LZ4("lz4"),
  ZSTD("zstd");

  private final Set<String> names;

  Compression(String... names) {
    this.names = Set.of(names);
  }

  /** The compression that a file calls so. */
  public static Optional<Compression> named(String name) {
    return Arrays.stream(values()).filter(c -> c.names.contains(name)).findFirst();
  }

  /** Unpacks; gives what can be unpacked of a stream that is cut before it fails. */
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case BZ2 -> new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER));
      case LZ4 -> new FramedLZ4CompressorInputStream(new BufferedInputStream(packed, BUFFER));
      // Continuous: a frame that is cut gives what it holds.
      case ZSTD -> new ZstdInputStream(packed).setContinuous(true);
    };
  }

  private static final int BUFFER = 64 << 10;
}
