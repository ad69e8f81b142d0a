package org.waymark.bridge.recording.mcap;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.waymark.bridge.recording.chunk.Compression;

/** The chunk under construction, with the index of its messages. */
final class McapChunkBuilder {

  private final Compression compression;
  private final McapContent records = new McapContent();

  /** Entries of time and offset, by channel. */
  private final TreeMap<Integer, McapContent> index = new TreeMap<>();

  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  McapChunkBuilder(Compression compression) {
    this.compression = compression;
  }

  int size() {
    return records.size();
  }

  /** Schemas and channels lie in the chunk that first needs them. */
  void add(int op, McapContent content) {
    records.one(op).eight(content.size()).bytes(content.view());
  }

  void message(int channel, int sequence, long logNanos, long publishNanos, ByteBuffer data) {
    index.computeIfAbsent(channel, c -> new McapContent()).eight(logNanos).eight(records.size());
    first = Math.min(first, logNanos);
    last = Math.max(last, logNanos);
    records
        .one(Op.MESSAGE)
        .eight((long) McapMessage.HEAD_BYTES + data.remaining())
        .two(channel)
        .four(sequence)
        .eight(logNanos)
        .eight(publishNanos)
        .bytes(data);
  }

  /**
   * Writes the chunk and its indexes, and begins the next.
   *
   * @return the content of its record in the summary
   */
  McapContent write(McapOutput out) throws IOException {
    ByteBuffer plain = records.view();
    CRC32 sum = new CRC32();
    sum.update(plain.duplicate());
    ByteBuffer packed = pack(plain);
    String name = compression == Compression.NONE ? "" : compression.label();
    long firstNanos = index.isEmpty() ? 0 : first;
    long lastNanos = index.isEmpty() ? 0 : last;
    long chunkAt = out.position();
    McapContent head =
        new McapContent()
            .eight(firstNanos)
            .eight(lastNanos)
            .eight(plain.remaining())
            .four((int) sum.getValue())
            .text(name)
            .eight(packed.remaining());
    out.head(Op.CHUNK, (long) head.size() + packed.remaining());
    out.bytes(head.view());
    out.bytes(packed);
    long indexAt = out.position();
    McapContent offsets = new McapContent();
    for (var entries : index.entrySet()) {
      offsets.two(entries.getKey()).eight(out.position());
      McapContent record = new McapContent().two(entries.getKey());
      record.four(entries.getValue().size()).bytes(entries.getValue().view());
      out.record(Op.MESSAGE_INDEX, record);
    }
    McapContent summary =
        new McapContent()
            .eight(firstNanos)
            .eight(lastNanos)
            .eight(chunkAt)
            .eight(indexAt - chunkAt)
            .four(offsets.size())
            .bytes(offsets.view())
            .eight(out.position() - indexAt)
            .text(name)
            .eight(packed.remaining())
            .eight(plain.remaining());
    records.clear();
    index.clear();
    first = Long.MAX_VALUE;
    last = Long.MIN_VALUE;
    return summary;
  }

  private ByteBuffer pack(ByteBuffer plain) throws IOException {
    if (compression == Compression.NONE) {
      return plain;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.remaining() / 2);
    try (OutputStream out =
        compression == Compression.ZSTD
            ? new ZstdOutputStream(packed)
            : new FramedLZ4CompressorOutputStream(packed)) {
      byte[] bytes = new byte[plain.remaining()];
      plain.duplicate().get(bytes);
      out.write(bytes);
    }
    return ByteBuffer.wrap(packed.toByteArray());
  }
}
