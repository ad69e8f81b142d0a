package org.waymark.core.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Computes labels on all cores in a working folder, and goes on where a run that was cut off
 * stopped. The folder remembers the parameters; it refuses others.
 */
public final class LabelJob {

  private static final String PARAMETERS = "parameters.txt";

  private final Path folder;
  private final SequencedMap<String, String> parameters;

  /**
   * @param folder made when it is not there; belongs to this job alone
   * @param parameters everything that decides the labels
   */
  public LabelJob(Path folder, SequencedMap<String, String> parameters) {
    this.folder = folder;
    this.parameters = new LinkedHashMap<>(parameters);
  }

  /**
   * Computes what is not computed yet.
   *
   * @return the finished rows, read from disk
   * @throws WaymarkException when the folder was begun with other parameters
   */
  public LabelRows run(LabelRows method, ProgressReporter reporter) throws IOException {
    begin();
    LabelBlocks blocks = new LabelBlocks(folder, method.queries(), method.places());
    int cores = Runtime.getRuntime().availableProcessors();
    try (Progress progress = reporter.start("labelling", method.queries());
        ExecutorService pool = Executors.newFixedThreadPool(cores)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < blocks.count(); i++) {
        int block = i;
        if (blocks.exists(block)) {
          progress.advance(blocks.rowsOf(block));
        } else {
          work.add(
              pool.submit(
                  () -> {
                    blocks.write(block, method);
                    progress.advance(blocks.rowsOf(block));
                    return null;
                  }));
        }
      }
      try {
        for (Future<?> future : work) {
          future.get();
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw failure(e);
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return blocks;
  }

  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new IOException(e);
    };
  }

  private void begin() throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(PARAMETERS);
    List<String> lines =
        parameters.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList();
    if (!Files.exists(file)) {
      Path unfinished = folder.resolve(PARAMETERS + ".unfinished");
      Files.write(unfinished, lines);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    List<String> before = Files.readAllLines(file);
    List<String> differing = new ArrayList<>(before);
    differing.removeAll(lines);
    List<String> now = new ArrayList<>(lines);
    now.removeAll(before);
    if (!differing.isEmpty() || !now.isEmpty()) {
      throw new WaymarkException(
          "%s was begun with other parameters: then '%s', now '%s'. Use those again, or delete the folder to start afresh"
              .formatted(folder, String.join("', '", differing), String.join("', '", now)));
    }
  }

  /** Removes the working folder, once its rows have been written elsewhere. */
  public void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
