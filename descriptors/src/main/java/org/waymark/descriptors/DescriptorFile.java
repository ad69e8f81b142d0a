package org.waymark.descriptors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
   * @param restart forgets what an earlier, interrupted extraction left, and replaces a file that
   *     is there
   * @throws WaymarkException when nothing can be written there, or a finished file is there
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
    if (!restart && Files.exists(file) && !Files.exists(beside(file, ".partial"))) {
      throw new WaymarkException(
          "%s is there already; name another file, or write it anew with --restart"
              .formatted(file));
    }
    return new DescriptorFile(file, skipBroken, restart);
  }

  /**
   * Describes all frames, or those that an interrupted extraction of the same data set with the
   * same model, precision and kind of device left. When it fails, what is done so far is kept for
   * the next time.
   *
   * @throws WaymarkException when a frame cannot be described, or none can, a frame's name does not
   *     fit in a line, what is there belongs to other work, or the file cannot be written
   */
  public Summary write(Dataset frames, DescriptorExtractor extractor, ProgressReporter reporter) {
    ExtractionJournal.Work work =
        new ExtractionJournal.Work(
            extractor.model().id(),
            extractor.precision().id(),
            extractor.onGpu() ? "gpu" : "cpu",
            nameOf(frames.spec()),
            digestOf(frames),
            frames.size(),
            extractor.descriptorSize());
    PartialRows rows = null;
    try {
      rows = PartialRows.open(file, work, restart);
      long resumed = rows.frames();
      requireNoSkips(rows, frames);
      if (resumed > 0) {
        reporter.note(
            "Going on after %d of %d frames that an interrupted run described."
                .formatted(resumed, frames.size()));
      }
      describe(frames, extractor, rows, reporter);
      List<Skipped> skipped = named(rows.skipped(), frames);
      requireRows(rows, skipped);
      rows.complete();
      writeLists(frames, rows.skipped(), skipped);
      rows.publish();
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

  /** Without this, a wrong folder or a wrong setting would look like success. */
  private void requireRows(PartialRows rows, List<Skipped> skipped) throws IOException {
    if (rows.rows() == 0) {
      rows.discard();
      throw new WaymarkException(
          "%s is not written, for it would be empty: %s"
              .formatted(
                  file,
                  skipped.isEmpty()
                      ? "the data set has no frames"
                      : "no frame can be described, first %s: %s"
                          .formatted(skipped.getFirst().frame(), skipped.getFirst().reason())));
    }
  }

  /** Frames that an earlier run left out are not left out without being asked. */
  private void requireNoSkips(PartialRows rows, Dataset frames) {
    if (!skipBroken && !rows.skipped().isEmpty()) {
      Skipped first = named(rows.skipped(), frames).getFirst();
      throw new WaymarkException(
          "the interrupted extraction into %s left out %s, first %s (%s): go on with --skip-broken, or begin anew with --restart"
              .formatted(file, count(rows.skipped().size()), first.frame(), first.reason()));
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

  /** Both lists get their names when they are whole. */
  private void writeLists(Dataset frames, Map<Long, String> reasons, List<Skipped> skipped)
      throws IOException {
    Path names = beside(file, ".txt");
    Path fresh = beside(names, ".partial");
    try (var lines = Files.newBufferedWriter(fresh)) {
      long index = 0;
      for (Iterator<DatasetFrame> i = frames.frames().iterator(); i.hasNext(); index++) {
        String id = i.next().id();
        if (!reasons.containsKey(index)) {
          lines.append(id).append('\n');
        }
      }
    }
    Path leftOut = beside(file, ".skipped.txt");
    if (skipped.isEmpty()) {
      Files.deleteIfExists(leftOut);
    } else {
      Path freshLeftOut = beside(leftOut, ".partial");
      Files.write(freshLeftOut, skipped.stream().map(s -> s.frame() + "\t" + s.reason()).toList());
      replace(leftOut, freshLeftOut);
    }
    replace(names, fresh);
  }

  private static void replace(Path target, Path fresh) throws IOException {
    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path beside(Path file, String suffix) {
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
              String id = i.next().id();
              requireOneLine(id);
              out.write((id + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
  }

  /** A name that breaks a line would shift all names behind it against their rows. */
  private static void requireOneLine(String id) {
    if (id.codePoints().anyMatch(DescriptorFile::endsLine)) {
      throw new WaymarkException(
          "frame '%s' has a line break or another control character (here a ?) in its name, and the names are written one a line: rename it"
              .formatted(
                  id.codePoints()
                      .map(c -> endsLine(c) ? '?' : c)
                      .collect(
                          StringBuilder::new,
                          StringBuilder::appendCodePoint,
                          StringBuilder::append)));
    }
  }

  private static boolean endsLine(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.LINE_SEPARATOR
        || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
  }

  private static String count(long frames) {
    return frames == 1 ? "1 frame" : frames + " frames";
  }

  private String kept(long frames) {
    return frames == 0
        ? ""
        : ". %s done so far %s kept: the same command%s goes on from there"
            .formatted(
                frames == 1 ? "The 1 frame" : "The %d frames".formatted(frames),
                frames == 1 ? "is" : "are",
                restart ? " without --restart" : "");
  }
}
