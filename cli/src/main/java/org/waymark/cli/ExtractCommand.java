package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.DescriptorFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark extract}. */
@Command(
    name = "extract",
    description = {
      "Writes the descriptors of a data set as a NumPy array, and a text file with the frames' names.",
      "The array is float32, one row for each frame in the data set's order.",
      "Interrupted, it keeps what it has done: the same command goes on from there.",
      "A finished array is replaced with --restart only."
    })
final class ExtractCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      required = true,
      description = "The data set, e.g. 7scenes:/data/heads?split=test, or a folder of pictures.")
  private String dataset;

  @Mixin private ModelOptions model;

  @Option(
      names = "--out",
      paramLabel = "FILE.npy",
      required = true,
      description = "The array; names go to FILE.npy.txt.")
  private Path out;

  @Option(
      names = "--skip-broken",
      description =
          "Leave out pictures that cannot be described, and list them in FILE.npy.skipped.txt.")
  private boolean skipBroken;

  @Option(
      names = "--restart",
      description = "Begin anew, whatever an interrupted extraction left or a finished one wrote.")
  private boolean restart;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ExtractCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    Dataset frames = Datasets.open(DatasetSpec.parseOrFolder(dataset));
    DescriptorFile file = DescriptorFile.at(out, skipBroken, restart);
    AtomicBoolean ended = new AtomicBoolean();
    Thread onInterrupt =
        new Thread(() -> explainInterrupt(ended, restart), "waymark-extract-interrupted");
    try (DescriptorExtractor extractor = model.open()) {
      Runtime.getRuntime().addShutdownHook(onInterrupt);
      long begin = System.nanoTime();
      DescriptorFile.Summary written = file.write(frames, extractor, new ConsoleProgress());
      print(frames, extractor, written, (System.nanoTime() - begin) / 1e9);
    } finally {
      ended.set(true);
    }
    return 0;
  }

  private static void explainInterrupt(AtomicBoolean ended, boolean restart) {
    if (!ended.get()) {
      System.err.printf(
          "%nInterrupted; the same command%s goes on from here.%n",
          restart ? " without --restart" : "");
    }
  }

  private void print(
      Dataset frames,
      DescriptorExtractor extractor,
      DescriptorFile.Summary written,
      double seconds) {
    long described = frames.size() - written.resumed();
    if (json) {
      ObjectNode node =
          Json.object()
              .put("dataset", frames.spec().toString())
              .put("model", extractor.model().id())
              .put("rows", written.rows())
              .put("columns", written.columns())
              .put("resumed", written.resumed())
              .put("skipped", written.skipped().size())
              .put("out", out.toString());
      Json.put(node, "seconds", seconds);
      Json.print(System.out, node);
      return;
    }
    System.out.printf(
        "Wrote %d x %d float32 to %s with %s, %s pictures/s%n",
        written.rows(),
        written.columns(),
        out,
        extractor.model().name(),
        Table.number(described / seconds, 1));
    if (!written.skipped().isEmpty()) {
      DescriptorFile.Skipped first = written.skipped().getFirst();
      System.out.printf(
          "Left out %d, first %s (%s); all in %s.skipped.txt%n",
          written.skipped().size(), first.frame(), first.reason(), out);
    }
  }
}
