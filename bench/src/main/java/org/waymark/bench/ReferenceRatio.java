package org.waymark.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Result;

/**
 * Extraction against a Python script with the settings of the GCL reference: both read the same
 * files, decode, resize and describe them, both networks on as many threads as there are cores.
 * Python loads its network once and waits while Java's turn lasts; rounds alternate.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.ReferenceRatio FOLDER
 *     [MODEL [PICTURES [ROUNDS [PYTHON [SCRIPT_OPTION...]]]]]
 * </pre>
 *
 * <p>MODEL is of the form {@code resnet50:480x640}, the default. PYTHON, by default {@code
 * python3}, has torch, torchvision and Pillow; the options are those of
 * src/main/python/reference_extract.py.
 */
public final class ReferenceRatio {

  private static final String SCRIPT = "bench/src/main/python/reference_extract.py";

  private ReferenceRatio() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 1) {
      System.err.println(
          "Usage: ReferenceRatio FOLDER [MODEL [PICTURES [ROUNDS [PYTHON [SCRIPT_OPTION...]]]]]");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    String modelName = args.length > 1 ? args[1] : "resnet50:480x640";
    int pictures = args.length > 2 ? Integer.parseInt(args[2]) : 96;
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 5;
    String python = args.length > 4 ? args[4] : "python3";
    ModelBundle model = BenchModel.of(modelName);
    List<DatasetFrame> frames;
    try (Stream<DatasetFrame> stream =
        Datasets.open(DatasetSpec.parseOrFolder(folder.toString())).frames().limit(pictures)) {
      frames = stream.toList();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> options = new ArrayList<>(List.of("--threads", Integer.toString(threads)));
    options.addAll(List.of(args).subList(Math.min(args.length, 5), args.length));
    try (DescriptorExtractor extractor =
            DescriptorExtractor.open(model, ExtractorOptions.cpu(threads));
        Reference reference = Reference.start(python, folder, frames, modelName, options)) {
      System.out.printf(
          Locale.ROOT,
          "%s, %d pictures, %d rounds, Java on %d threads, Python: %s%n",
          modelName,
          frames.size(),
          rounds,
          threads,
          reference.description);
      extractor.warmUp();
      reference.round();
      Rounds ours = new Rounds(rounds);
      Rounds theirs = new Rounds(rounds);
      Rounds ratio = new Rounds(rounds);
      for (int round = 0; round < rounds; round++) {
        ours.set(round, Rounds.perSecond(frames.size(), () -> describe(extractor, frames)));
        theirs.set(round, frames.size() / reference.round());
        ratio.set(round, ours.get(round) / theirs.get(round));
      }
      ours.print("Waymark, pictures/s");
      theirs.print("Python, pictures/s");
      ratio.print("ratio");
    }
  }

  private static void describe(DescriptorExtractor extractor, List<DatasetFrame> frames) {
    Iterator<DatasetFrame> items = frames.iterator();
    extractor.describe(
        items,
        DatasetFrame::image,
        (frame, result) -> {
          if (result instanceof Result.Rejected rejected) {
            throw new WaymarkException(frame.id() + ": " + rejected.reason());
          }
        });
  }

  /** The script, which describes all pictures for each line that it reads. */
  private static final class Reference implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final String description;

    private Reference(Process process) throws IOException {
      this.process = process;
      out = process.inputReader(StandardCharsets.UTF_8);
      in = process.outputWriter(StandardCharsets.UTF_8);
      description = line();
    }

    static Reference start(
        String python,
        Path folder,
        List<DatasetFrame> frames,
        String model,
        List<String> scriptOptions)
        throws IOException {
      List<String> command =
          Stream.concat(
                  Stream.of(
                      python, SCRIPT, folder.toString(), model, Integer.toString(frames.size())),
                  scriptOptions.stream())
              .toList();
      Reference reference =
          new Reference(
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      for (DatasetFrame frame : frames) {
        reference.say(frame.id());
      }
      return reference;
    }

    /** Seconds of one round. */
    double round() throws IOException {
      say("go");
      return Double.parseDouble(line());
    }

    private void say(String line) throws IOException {
      in.write(line);
      in.newLine();
      in.flush();
    }

    private String line() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new WaymarkException("the Python script ended; what it said stands above");
      }
      return line;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
