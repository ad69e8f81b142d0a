package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * Writes an MCAP file: messages in chunks, indexes, a summary, and sums (CRC-32) of everything.
 * What was written before a crash can be read, but for the last chunk. For one thread.
 *
 * <pre>{@code
 * try (McapWriter writer = McapWriter.create(file, McapWriter.Profile.ROS1, Compression.ZSTD)) {
 *   int schema = writer.schema("std_msgs/String", "string data".getBytes(UTF_8));
 *   int channel = writer.channel(schema, "/words");
 *   writer.message(channel, nanos, nanos, bytes);
 * }
 * }</pre>
 */
public final class McapWriter implements AutoCloseable {

  /** What MCAP calls the conventions of a file. */
  public enum Profile {
    ROS1("ros1", "ros1msg", "ros1"),
    ROS2("ros2", "ros2msg", "cdr");

    private final String label;
    private final String schemaEncoding;
    private final String messageEncoding;

    Profile(String label, String schemaEncoding, String messageEncoding) {
      this.label = label;
      this.schemaEncoding = schemaEncoding;
      this.messageEncoding = messageEncoding;
    }
  }

  private static final int CHUNK_BYTES = 1 << 20;
  private static final int MAX_IDS = 65_535;

  private final Path file;
  private final Profile profile;
  private final McapOutput out;
  private final McapChunkBuilder chunk;
  private final List<McapContent> schemas = new ArrayList<>();
  private final List<McapContent> channels = new ArrayList<>();
  private final List<McapContent> chunkIndexes = new ArrayList<>();

  /** Messages by channel. */
  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean closed;

  private McapWriter(Path file, Profile profile, McapOutput out, Compression compression) {
    this.file = file;
    this.profile = profile;
    this.out = out;
    this.chunk = new McapChunkBuilder(compression);
  }

  /**
   * Begins a file.
   *
   * @param compression of the chunks; MCAP knows no bz2
   * @throws WaymarkException when the file is there already or cannot be written
   */
  public static McapWriter create(Path file, Profile profile, Compression compression) {
    if (compression == Compression.BZ2) {
      throw new IllegalArgumentException("MCAP knows no bz2");
    }
    try {
      McapOutput out = new McapOutput(file);
      try {
        out.bytes(ByteBuffer.wrap(McapRecording.MAGIC));
        out.record(Op.HEADER, new McapContent().text(profile.label).text("waymark"));
        return new McapWriter(file, profile, out, compression);
      } catch (IOException e) {
        out.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static WaymarkException failure(Path file, IOException e) {
    return new WaymarkException("cannot write %s: %s".formatted(file, FileFailure.reason(e)), e);
  }

  /**
   * Declares a type.
   *
   * @param name e.g. {@code sensor_msgs/Image}, or {@code sensor_msgs/msg/Image} of ROS 2
   * @param definition the text of its .msg file, and of those it needs
   * @return its number
   */
  public int schema(String name, byte[] definition) {
    int id = next(schemas);
    McapContent content =
        new McapContent().two(id).text(name).text(profile.schemaEncoding).counted(definition);
    schemas.add(content);
    chunk.add(Op.SCHEMA, content);
    return id;
  }

  /**
   * Declares a topic.
   *
   * @return its number
   */
  public int channel(int schema, String topic) {
    int id = next(channels);
    McapContent content =
        new McapContent().two(id).two(schema).text(topic).text(profile.messageEncoding).four(0);
    channels.add(content);
    counts.put(id, 0L);
    chunk.add(Op.CHANNEL, content);
    return id;
  }

  /** Numbers begin with 1: no schema has the number 0. */
  private static int next(List<McapContent> declared) {
    if (declared.size() == MAX_IDS) {
      throw new IllegalStateException("MCAP has numbers for %d of them".formatted(MAX_IDS));
    }
    return declared.size() + 1;
  }

  /**
   * Adds a message.
   *
   * @param channel as {@link #channel} gave it
   * @param logNanos the time by which players order it
   * @param publishNanos when it was sent
   */
  public void message(int channel, long logNanos, long publishNanos, ByteBuffer data) {
    Long before = counts.get(channel);
    if (before == null) {
      throw new IllegalArgumentException("there is no channel " + channel);
    }
    counts.put(channel, before + 1);
    first = Math.min(first, logNanos);
    last = Math.max(last, logNanos);
    try {
      chunk.message(channel, before.intValue(), logNanos, publishNanos, data);
      if (chunk.size() >= CHUNK_BYTES) {
        chunkIndexes.add(chunk.write(out));
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Writes what is left, and the summary. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (chunk.size() > 0) {
        chunkIndexes.add(chunk.write(out));
      }
      out.record(Op.DATA_END, new McapContent().four(out.sum()));
      summary();
      out.bytes(ByteBuffer.wrap(McapRecording.MAGIC));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private void summary() throws IOException {
    long summaryAt = out.position();
    out.resetSum();
    McapContent offsets = new McapContent();
    group(offsets, Op.SCHEMA, schemas);
    group(offsets, Op.CHANNEL, channels);
    group(offsets, Op.STATISTICS, List.of(statistics()));
    group(offsets, Op.CHUNK_INDEX, chunkIndexes);
    long offsetsAt = out.position();
    out.bytes(offsets.view());
    McapContent footer = new McapContent().eight(summaryAt).eight(offsetsAt);
    // The sum covers the footer up to itself.
    out.head(Op.FOOTER, (long) footer.size() + Integer.BYTES);
    out.bytes(footer.view());
    out.bytes(new McapContent().four(out.sum()).view());
  }

  private void group(McapContent offsets, int op, List<McapContent> records) throws IOException {
    long start = out.position();
    for (McapContent content : records) {
      out.record(op, content);
    }
    if (out.position() > start) {
      McapContent offset = new McapContent().one(op).eight(start).eight(out.position() - start);
      offsets.one(Op.SUMMARY_OFFSET).eight(offset.size()).bytes(offset.view());
    }
  }

  private McapContent statistics() {
    McapContent byChannel = new McapContent();
    counts.forEach((channel, count) -> byChannel.two(channel).eight(count));
    long messages = counts.values().stream().mapToLong(Long::longValue).sum();
    return new McapContent()
        .eight(messages)
        .two(schemas.size())
        .four(channels.size())
        .four(0)
        .four(0)
        .four(chunkIndexes.size())
        .eight(messages == 0 ? 0 : first)
        .eight(messages == 0 ? 0 : last)
        .four(byChannel.size())
        .bytes(byChannel.view());
  }
}
