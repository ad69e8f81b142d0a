package org.waymark.descriptors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.waymark.core.WaymarkException;
import org.waymark.core.npy.NpyHeader;
import org.waymark.core.npy.NpyType;

/**
 * An array file under way: {@code f.npy.partial}, whose header comes last, for only then is it
 * known how many rows there are, and {@code f.npy.journal}. One process at a time writes it.
 */
final class PartialRows implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final Path partial;
  private final Path journalFile;
  private final ExtractionJournal.Work work;
  private final FileChannel channel;
  private final ExtractionJournal journal;
  private final SortedMap<Long, String> skipped;
  private final ByteBuffer buffer;
  private long frames;
  private long rows;

  private PartialRows(
      Path file, ExtractionJournal.Work work, FileChannel channel, ExtractionJournal journal) {
    this.file = file;
    this.work = work;
    partial = beside(file, ".partial");
    journalFile = beside(file, ".journal");
    this.channel = channel;
    this.journal = journal;
    frames = journal.state().frames();
    rows = journal.state().rows();
    skipped = new TreeMap<>(journal.state().skipped());
    int rowBytes = work.columns() * Float.BYTES;
    buffer =
        ByteBuffer.allocateDirect(Math.max(rowBytes, BUFFER_BYTES / rowBytes * rowBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Goes on with what is there, or begins.
   *
   * @throws WaymarkException when another process writes it, or what is there is other work
   */
  static PartialRows open(Path file, ExtractionJournal.Work work, boolean restart)
      throws IOException {
    return open(
        file,
        work,
        restart,
        FileChannel.open(
            beside(file, ".partial"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /**
   * As {@link #open(Path, ExtractionJournal.Work, boolean)}.
   *
   * @param channel to the partial file; closed when this fails, too
   */
  static PartialRows open(
      Path file, ExtractionJournal.Work work, boolean restart, FileChannel channel)
      throws IOException {
    try {
      lock(channel, file);
      PartialRows rows =
          new PartialRows(file, work, channel, journal(file, work, restart, channel.size()));
      channel.truncate(rows.offset(rows.rows));
      return rows;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ExtractionJournal journal(
      Path file, ExtractionJournal.Work work, boolean restart, long partialBytes)
      throws IOException {
    Path path = beside(file, ".journal");
    if (restart || partialBytes == 0) {
      return ExtractionJournal.begin(path, work);
    }
    ExtractionJournal journal = ExtractionJournal.resume(path, work);
    long needed = header(work, 0).length + journal.state().rows() * work.columns() * Float.BYTES;
    if (partialBytes < needed) {
      journal.close();
      throw new WaymarkException(
          "%s has lost rows since it was written; begin anew with --restart"
              .formatted(beside(file, ".partial")));
    }
    return journal;
  }

  /** The lock goes with the channel. */
  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new WaymarkException(
          "%s is being written by another process; wait for it, or choose another file"
              .formatted(file));
    }
  }

  /** Adds the next frame's row. */
  void append(float[] row) throws IOException {
    if (row.length != work.columns()) {
      throw new IllegalArgumentException(
          "row of %d numbers where there are %d columns".formatted(row.length, work.columns()));
    }
    if (buffer.remaining() < row.length * Float.BYTES) {
      flush();
    }
    buffer.asFloatBuffer().put(row);
    buffer.position(buffer.position() + row.length * Float.BYTES);
    frames++;
    rows++;
  }

  /** Leaves the next frame out. */
  void skip(String reason) {
    skipped.put(frames, reason.replaceAll("\\s+", " "));
    frames++;
  }

  /**
   * Brings everything so far into the file, and notes it. When it fails, nothing is noted and
   * nothing is lost: the next call writes the same rows to the same place.
   */
  void flush() throws IOException {
    if (frames == journal.state().frames()) {
      return;
    }
    ByteBuffer pending = buffer.duplicate().flip();
    write(pending, offset(journal.state().rows()));
    channel.force(false);
    journal.done(new ExtractionJournal.State(frames, rows, new TreeMap<>(skipped)));
    buffer.clear();
  }

  private void write(ByteBuffer bytes, long begin) throws IOException {
    long position = begin;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  /** Frames done, from the first on, with a row or left out. */
  long frames() {
    return frames;
  }

  /** Of those, the ones that the journal has: what remains when writing failed. */
  long notedFrames() {
    return journal.state().frames();
  }

  long rows() {
    return rows;
  }

  /** Reasons by frame, numbered from 0 on. */
  SortedMap<Long, String> skipped() {
    return Collections.unmodifiableSortedMap(skipped);
  }

  /** Writes the header, which makes it an array file, complete on the disk. */
  void complete() throws IOException {
    flush();
    write(ByteBuffer.wrap(header(work, rows)), 0);
    channel.force(true);
  }

  /** Gives a complete file its name. */
  void publish() throws IOException {
    close();
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(journalFile);
  }

  /** Leaves nothing behind. */
  void discard() throws IOException {
    close();
    Files.deleteIfExists(partial);
    Files.deleteIfExists(journalFile);
  }

  private long offset(long row) {
    return header(work, 0).length + row * work.columns() * Float.BYTES;
  }

  /** Of the same length for any number of rows: the form pads it to a multiple of 64. */
  private static byte[] header(ExtractionJournal.Work work, long rows) {
    return NpyHeader.write(NpyType.FLOAT32, List.of(rows, (long) work.columns()));
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public void close() {
    try (channel;
        journal) {
      // Both are closed, whatever the other says.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
