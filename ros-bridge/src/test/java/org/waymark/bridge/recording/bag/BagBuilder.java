package org.waymark.bridge.recording.bag;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.waymark.bridge.recording.chunk.Compression;

/** Writes small bags for tests, as rosbag does. */
public final class BagBuilder {

  private static final int HEADER_BYTES = 4096;

  private final Compression compression;
  private final int chunkBytes;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final Map<String, Integer> connections = new LinkedHashMap<>();
  private final List<byte[]> connectionRecords = new ArrayList<>();
  private final List<byte[]> chunkInfos = new ArrayList<>();
  private ByteArrayOutputStream chunk = new ByteArrayOutputStream();
  private TreeMap<Integer, ByteArrayOutputStream> index = new TreeMap<>();

  /** Where each message's record ends, within the file, of bags without compression. */
  private final List<Integer> ends = new ArrayList<>();

  private final List<Integer> endsInChunk = new ArrayList<>();

  public BagBuilder(Compression compression, int chunkBytes) {
    this.compression = compression;
    this.chunkBytes = chunkBytes;
    file.writeBytes(BagRecording.MAGIC.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(bagHeader(0));
  }

  private byte[] bagHeader(long indexPos) {
    byte[] header =
        header(
            Map.of(
                "op", new byte[] {BagRecord.BAG_HEADER},
                "index_pos", little(8).putLong(indexPos).array(),
                "conn_count", four(connections.size()),
                "chunk_count", four(chunkInfos.size())));
    byte[] padding = new byte[HEADER_BYTES - header.length];
    java.util.Arrays.fill(padding, (byte) ' ');
    return record(header, padding);
  }

  public BagBuilder message(String topic, String type, long nanos, byte[] data) {
    int conn =
        connections.computeIfAbsent(
            topic,
            t -> {
              int number = connections.size();
              byte[] record =
                  record(
                      header(
                          Map.of(
                              "op", new byte[] {BagRecord.CONNECTION},
                              "conn", four(number),
                              "topic", ascii(topic))),
                      header(
                          Map.of(
                              "topic", ascii(topic),
                              "type", ascii(type),
                              "md5sum", ascii("*"),
                              "message_definition", ascii("# none"))));
              connectionRecords.add(record);
              chunk.writeBytes(record);
              return number;
            });
    index
        .computeIfAbsent(conn, c -> new ByteArrayOutputStream())
        .writeBytes(little(12).put(time(nanos)).putInt(chunk.size()).array());
    chunk.writeBytes(
        record(
            header(
                Map.of(
                    "op", new byte[] {BagRecord.MESSAGE},
                    "conn", four(conn),
                    "time", time(nanos))),
            data));
    endsInChunk.add(chunk.size());
    if (chunk.size() >= chunkBytes) {
      endChunk();
    }
    return this;
  }

  private void endChunk() {
    if (chunk.size() == 0) {
      return;
    }
    byte[] packed = pack(chunk.toByteArray());
    byte[] header =
        header(
            Map.of(
                "op", new byte[] {BagRecord.CHUNK},
                "compression", ascii(compression.label()),
                "size", four(chunk.size())));
    int dataAt = file.size() + 4 + header.length + 4;
    endsInChunk.forEach(end -> ends.add(dataAt + end));
    endsInChunk.clear();
    file.writeBytes(record(header, packed));
    index.forEach(
        (conn, entries) ->
            file.writeBytes(
                record(
                    header(
                        Map.of(
                            "op", new byte[] {BagRecord.INDEX},
                            "ver", four(1),
                            "conn", four(conn),
                            "count", four(entries.size() / 12))),
                    entries.toByteArray())));
    chunkInfos.add(
        record(
            header(Map.of("op", new byte[] {BagRecord.CHUNK_INFO}, "ver", four(1))), new byte[0]));
    chunk = new ByteArrayOutputStream();
    index = new TreeMap<>();
  }

  private byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> packed;
          case BZ2 -> new BZip2CompressorOutputStream(packed, 1);
          case LZ4 -> new FramedLZ4CompressorOutputStream(packed);
          case ZSTD -> throw new IllegalArgumentException("bags know no zstd");
        }) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** The bag as a recorder leaves it that was killed: without index. */
  public byte[] unindexed() {
    endChunk();
    return file.toByteArray();
  }

  /** The whole bag. */
  public byte[] bytes() {
    endChunk();
    int indexPos = file.size();
    connectionRecords.forEach(file::writeBytes);
    chunkInfos.forEach(file::writeBytes);
    byte[] bytes = file.toByteArray();
    byte[] header = bagHeader(indexPos);
    System.arraycopy(header, 0, bytes, BagRecording.MAGIC.length(), header.length);
    return bytes;
  }

  public Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }

  /** Where each message's record ends in the file, of bags without compression. */
  public List<Integer> ends() {
    endChunk();
    return List.copyOf(ends);
  }

  private static byte[] header(Map<String, byte[]> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              out.writeBytes(four(name.length() + 1 + value.length));
              out.writeBytes(ascii(name + "="));
              out.writeBytes(value);
            });
    return out.toByteArray();
  }

  private static byte[] record(byte[] header, byte[] data) {
    return little(8 + header.length + data.length)
        .putInt(header.length)
        .put(header)
        .putInt(data.length)
        .put(data)
        .array();
  }

  private static byte[] time(long nanos) {
    return little(8)
        .putInt((int) (nanos / 1_000_000_000))
        .putInt((int) (nanos % 1_000_000_000))
        .array();
  }

  private static byte[] four(int value) {
    return little(4).putInt(value).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
