package org.waymark.descriptors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.digest.Digests;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * The descriptors of a data set in a file that NumPy reads: {@code [row][number]}, float32, a row
 * for each frame in the data set's order.
 *
 * <p>Beside {@code f.npy} stand {@code f.npy.txt}, the frames' names, one for each row, and, where
 * frames were left out, {@code f.npy.skipped.txt}: name, tab, reason. Until all is there it is
 * {@code f.npy.partial} with its {@link ExtractionJournal}, and who asks again goes on from there.
 */
public final class DescriptorFile {

  private static final long FLUSH_NANOS = 1_000_000_000L;

  private final Path file;
  private final boolean skipBroken;
  private final boolean restart;

  /**
   * What was written.
   *
   * @param rows in the file
   * @param columns numbers in a row
   * @param resumed frames that were there already
   * @param skipped frames left out, with the reasons, in the data set's order
   */
  public record Summary(long rows, int columns, long resumed, List<Skipped> skipped) {}

  /** A frame without a row. */
  public record Skipped(String frame, String reason) {}

  private DescriptorFile(Path file, boolean skipBroken, boolean restart) {
    this.file = file;
    this.skipBroken = skipBroken;
    this.restart = restart;
  }

  /**
   * A file to be written.
   *
   * @param skipBroken leaves out frames that cannot be described, instead of failing
   * @param restart forgets what an earlier, interrupted extraction left
   * @throws WaymarkException when nothing can be written there
   */
  public static DescriptorFile at(Path file, boolean skipBroken, boolean restart) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new WaymarkException(
          "%s is a folder; name a file in it, e.g. %s"
              .formatted(file, file.resolve("descriptors.npy")));
    }
    if (!Files.isDirectory(folder)) {
      throw new WaymarkException(
          "%s cannot be written: there is no folder %s".formatted(file, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new WaymarkException(
          "%s cannot be written: folder %s is not writable".formatted(file, folder));
    }
    return new DescriptorFile(file, skipBroken, restart);
  }

  /**
   * Describes all frames, or those that an interrupted extraction with the same model and data set
   * left. When it fails, what is done so far is kept for the next time.
   *
   * @throws WaymarkException when a frame cannot be described, what is there belongs to another
   *     model or data set, or the file cannot be written
   */
  public Summary write(Dataset frames, DescriptorExtractor extractor, ProgressReporter reporter) {
    ExtractionJournal.Work work =
        new ExtractionJournal.Work(
            extractor.model().id(),
            nameOf(frames.spec()),
            digestOf(frames),
            frames.size(),
            extractor.descriptorSize());
    PartialRows rows = null;
    try {
      rows = PartialRows.open(file, work, restart);
      long resumed = rows.frames();
      requireNoSkips(rows, frames);
      describe(frames, extractor, rows, reporter);
      List<Skipped> skipped = named(rows.skipped(), frames);
      writeLists(frames, rows.skipped(), skipped);
      rows.finish();
      return new Summary(rows.rows(), work.columns(), resumed, skipped);
    } catch (IOException | UncheckedIOException e) {
      throw new WaymarkException(
          "%s cannot be written: %s%s"
              .formatted(file, FileFailure.reason(e), rows == null ? "" : kept(rows.notedFrames())),
          e);
    } finally {
      if (rows != null) {
        rows.close();
      }
    }
  }

  private void describe(
      Dataset frames, DescriptorExtractor extractor, PartialRows rows, ProgressReporter reporter)
      throws IOException {
    long left = frames.size() - rows.frames();
    long[] flushed = {System.nanoTime()};
    try (Progress progress = reporter.start("describing", left);
        Stream<DatasetFrame> stream = frames.frames().skip(rows.frames())) {
      Iterator<DatasetFrame> iterator = stream.iterator();
      extractor.describe(
          iterator,
          DatasetFrame::image,
          (frame, result) -> {
            try {
              append(rows, frame, result);
              if (System.nanoTime() - flushed[0] > FLUSH_NANOS) {
                rows.flush();
                flushed[0] = System.nanoTime();
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            progress.advance(1);
          });
    } finally {
      rows.flush();
    }
  }

  private void append(PartialRows rows, DatasetFrame frame, Result result) throws IOException {
    switch (result) {
      case Result.Described described -> rows.append(described.descriptor());
      case Result.Rejected rejected -> {
        if (!skipBroken) {
          throw new WaymarkException(
              "frame %s cannot be described: %s. Mend it, or leave such frames out with --skip-broken%s"
                  .formatted(frame.id(), rejected.reason(), kept(rows.frames())));
        }
        rows.skip(rejected.reason());
      }
    }
  }

  /** Frames that an earlier run left out are not left out without being asked. */
  private void requireNoSkips(PartialRows rows, Dataset frames) {
    if (!skipBroken && !rows.skipped().isEmpty()) {
      Skipped first = named(rows.skipped(), frames).getFirst();
      throw new WaymarkException(
          "the interrupted extraction into %s left out %d frames, first %s (%s): go on with --skip-broken, or begin anew with --restart"
              .formatted(file, rows.skipped().size(), first.frame(), first.reason()));
    }
  }

  private static List<Skipped> named(Map<Long, String> reasons, Dataset frames) {
    List<Skipped> skipped = new ArrayList<>();
    if (!reasons.isEmpty()) {
      long index = 0;
      for (Iterator<DatasetFrame> i = frames.frames().iterator(); i.hasNext(); index++) {
        String id = i.next().id();
        String reason = reasons.get(index);
        if (reason != null) {
          skipped.add(new Skipped(id, reason));
        }
      }
    }
    return skipped;
  }

  private void writeLists(Dataset frames, Map<Long, String> reasons, List<Skipped> skipped)
      throws IOException {
    try (var names = Files.newBufferedWriter(beside(".txt"))) {
      long index = 0;
      for (Iterator<DatasetFrame> i = frames.frames().iterator(); i.hasNext(); index++) {
        String id = i.next().id();
        if (!reasons.containsKey(index)) {
          names.append(id).append('\n');
        }
      }
    }
    if (skipped.isEmpty()) {
      Files.deleteIfExists(beside(".skipped.txt"));
    } else {
      Files.write(
          beside(".skipped.txt"),
          skipped.stream().map(s -> s.frame() + "\t" + s.reason()).toList());
    }
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static String nameOf(DatasetSpec spec) {
    return new DatasetSpec(spec.kind(), spec.path().toAbsolutePath().normalize(), spec.options())
        .toString();
  }

  /** SHA-256 of the frames' names: which frames there are, and in which order. */
  private static String digestOf(Dataset frames) {
    try {
      return Digests.sha256(
          out -> {
            for (Iterator<DatasetFrame> i = frames.frames().iterator(); i.hasNext(); ) {
              out.write((i.next().id() + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
  }

  private static String kept(long frames) {
    return frames == 0
        ? ""
        : ". The %d frames done so far are kept: the same command goes on from there"
            .formatted(frames);
  }
}
