package org.waymark.indexer.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.digest.Digests;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.DescriptorFile;

/**
 * The descriptors of a build on disk, in {@code .spool/} of the map: describing is nearly all of a
 * build's work, and a build that was ended goes on from there. Each data set has a file, called by
 * a digest of the model, the device and the frames' names, so that the next build finds what it can
 * use and nothing else. {@link #finished} removes them when the map is there.
 *
 * <p>Pictures are recognised by their names. Whoever changes pictures and keeps their names begins
 * anew.
 */
public final class Spool implements AutoCloseable {

  /** Below the map's directory; hidden, and never a version's name. */
  public static final String FOLDER = ".spool";

  /** What a build left that nobody finished goes after this time. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final int NAME_LENGTH = 16;

  private final Path folder;
  private final boolean skipBroken;
  private final boolean restart;
  private final Set<String> used = new HashSet<>();
  private final List<RowFile> open = new ArrayList<>();

  /**
   * The descriptors of one data set.
   *
   * @param rows for each frame that could be described, in the data set's order
   * @param skipped frames that could not
   */
  public record Described(Rows rows, BitSet skipped) {}

  private Spool(Path folder, boolean skipBroken, boolean restart) {
    this.folder = folder;
    this.skipBroken = skipBroken;
    this.restart = restart;
  }

  /**
   * The spool of a map that is there.
   *
   * @param skipBroken leaves out frames that cannot be described, instead of failing
   * @param restart describes everything anew, whatever an interrupted build left
   */
  public static Spool in(Path map, boolean skipBroken, boolean restart) {
    return new Spool(map.resolve(FOLDER), skipBroken, restart);
  }

  /**
   * Describes a data set, or what an interrupted build left of it. When that fails, what is done so
   * far is kept for the next time.
   *
   * @throws WaymarkException when a frame cannot be described and broken ones are not skipped, or
   *     none can, or another process describes the same, or the disk does not take it
   */
  public Described describe(
      Dataset dataset, DescriptorExtractor extractor, ProgressReporter reporter)
      throws IOException {
    String name = name(dataset, extractor);
    used.add(name);
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".npy");
    boolean complete = Files.isRegularFile(file) && !Files.exists(beside(file, ".partial"));
    if (complete && !restart) {
      reporter.note(
          "All frames of %s were described by an earlier build that was not finished."
              .formatted(dataset.spec()));
    } else {
      try {
        DescriptorFile.at(file, skipBroken, restart).write(dataset, extractor, reporter);
      } catch (RuntimeException e) {
        removeUnlessBegun(file);
        throw e;
      }
    }
    RowFile rows = RowFile.open(file);
    open.add(rows);
    return new Described(rows, skipped(file, dataset));
  }

  private static String name(Dataset dataset, DescriptorExtractor extractor) throws IOException {
    return Digests.sha256(
            out -> {
              String head =
                  String.join(
                      "\n",
                      extractor.model().id(),
                      extractor.precision().id(),
                      extractor.onGpu() ? "gpu" : "cpu",
                      dataset.spec().kind(),
                      dataset.spec().path().toAbsolutePath().normalize().toString());
              out.write(head.getBytes(StandardCharsets.UTF_8));
              try (Stream<DatasetFrame> frames = dataset.frames()) {
                for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
                  out.write(('\n' + i.next().id()).getBytes(StandardCharsets.UTF_8));
                }
              }
            })
        .substring(0, NAME_LENGTH);
  }

  /** Frames without a row, from the names that the extraction listed. */
  private BitSet skipped(Path file, Dataset dataset) throws IOException {
    BitSet skipped = new BitSet();
    Path list = beside(file, ".skipped.txt");
    if (!Files.exists(list)) {
      return skipped;
    }
    List<String> lines = Files.readAllLines(list);
    if (!skipBroken) {
      throw new WaymarkException(
          "an earlier build left out %d frames with broken pictures, first %s: go on with --skip-broken, or describe them anew with --restart"
              .formatted(lines.size(), lines.getFirst().replace('\t', ' ')));
    }
    int next = 0;
    int frame = 0;
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); frame++) {
        String id = i.next().id();
        if (next < lines.size() && lines.get(next).startsWith(id + "\t")) {
          skipped.set(frame);
          next++;
        }
      }
    }
    return skipped;
  }

  /** Removes what this build used, for the map is there; and what nobody came back for. */
  public void finished() throws IOException {
    remove(used::contains);
    Instant before = Instant.now().minus(KEPT);
    Set<String> wanted = new HashSet<>();
    for (Path file : files()) {
      if (Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
        wanted.add(stem(file));
      }
    }
    remove(name -> !wanted.contains(name));
  }

  /** An extraction that failed at once leaves nothing that could be gone on with. */
  private void removeUnlessBegun(Path file) throws IOException {
    Path partial = beside(file, ".partial");
    if (Files.exists(partial) && Files.size(partial) == 0) {
      remove(stem(file)::equals);
    }
  }

  private void remove(Predicate<String> names) throws IOException {
    for (Path file : files()) {
      if (names.test(stem(file))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes the folder of all spools of a map, unless something is kept. */
  public static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Something is kept, or another build of this map is at work.
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public void close() throws IOException {
    for (RowFile file : open) {
      file.close();
    }
    removeIfEmpty(folder);
  }
}
