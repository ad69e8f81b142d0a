package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.npy.NpyWriter;
import org.waymark.core.progress.Progress;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark extract}. */
@Command(
    name = "extract",
    description = {
      "Writes the descriptors of a data set as a NumPy array, and a text file with the frames' names.",
      "The array is float32, one row for each frame in the data set's order."
    })
final class ExtractCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      required = true,
      description = "The data set, e.g. folder:/photos")
  private String dataset;

  @Mixin private ModelOptions model;

  @Option(
      names = "--out",
      paramLabel = "FILE.npy",
      required = true,
      description = "The array; names go to FILE.npy.txt.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ExtractCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    Dataset frames = Datasets.open(dataset);
    long begin = System.nanoTime();
    try (DescriptorExtractor extractor = model.open()) {
      begin = System.nanoTime();
      write(frames, extractor);
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (json) {
        ObjectNode node =
            Json.object()
                .put("dataset", frames.spec().toString())
                .put("model", extractor.model().id())
                .put("rows", frames.size())
                .put("columns", extractor.descriptorSize())
                .put("out", out.toString());
        Json.put(node, "seconds", seconds);
        Json.print(System.out, node);
      } else {
        System.out.printf(
            "Wrote %d x %d float32 to %s with %s, %s pictures/s%n",
            frames.size(),
            extractor.descriptorSize(),
            out,
            extractor.model().name(),
            Table.number(frames.size() / seconds, 1));
      }
    }
    return 0;
  }

  private void write(Dataset frames, DescriptorExtractor extractor) {
    Path partial = out.resolveSibling(out.getFileName() + ".partial");
    try {
      try (NpyWriter rows = NpyWriter.create(partial, frames.size(), extractor.descriptorSize());
          Progress progress = new ConsoleProgress().start("describing", frames.size());
          Stream<DatasetFrame> stream = frames.frames()) {
        extractor.describe(
            stream.iterator(),
            DatasetFrame::image,
            (frame, result) -> {
              append(rows, frame, result);
              progress.advance(1);
            });
      }
      Files.write(
          out.resolveSibling(out.getFileName() + ".txt"),
          frames.frames().map(DatasetFrame::id).toList());
      Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be written: %s".formatted(out, e), e);
    } finally {
      deleteQuietly(partial);
    }
  }

  private static void append(NpyWriter rows, DatasetFrame frame, Result result) {
    try {
      switch (result) {
        case Result.Described described -> rows.write(described.descriptor());
        case Result.Rejected rejected ->
            throw new WaymarkException(
                "frame %s cannot be described: %s".formatted(frame.id(), rejected.reason()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the descriptors cannot be written: " + e.getMessage(), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.printf("waymark: %s is left behind: %s%n", file, e.getMessage());
    }
  }
}
