package org.waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.metric.DescriptorDistances;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.metric.SkipRule;
import org.waymark.core.metric.TruthFile;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Result;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.TruthSource;

/**
 * How well models find places in several recordings, as rows of a table. Scores are those of {@code
 * waymark eval}.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.ModelTable \
 *     RECORDINGS THREADS MODEL...
 * </pre>
 *
 * <p>RECORDINGS is a text file, a recording a line: {@code name | queries | map | truth}: two data
 * sets and a file of labels (a pair is right above 0.25). MODEL is {@code NAME=FOLDER}, {@code
 * untrained:BACKBONE:SEED:HEIGHTxWIDTH}, or {@code tiny}. Prints lines of {@code model | recording
 * | R@1 | R@5 | R@10 | AP | AP at 0.5 | median position error in metres}; a dash where there is
 * none.
 */
public final class ModelTable {

  private static final double RIGHT = 0.25;
  private static final double SAME_PLACE = 0.5;
  private static final List<Integer> RANKS = List.of(1, 5, 10);

  private final List<Recording> recordings;
  private final int threads;

  private record Recording(String name, String queries, String map, Path truth) {}

  /** What turns the frames of a data set into descriptors. */
  private interface Describer {
    float[][] describe(List<DatasetFrame> frames) throws IOException;
  }

  private ModelTable(List<Recording> recordings, int threads) {
    this.recordings = recordings;
    this.threads = threads;
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("Usage: ModelTable RECORDINGS THREADS MODEL...");
      System.exit(2);
    }
    List<Recording> recordings = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (!line.isBlank()) {
        String[] part = line.split("\\|", -1);
        recordings.add(
            new Recording(
                part[0].strip(), part[1].strip(), part[2].strip(), Path.of(part[3].strip())));
      }
    }
    ModelTable table = new ModelTable(recordings, Integer.parseInt(args[1]));
    for (String model : List.of(args).subList(2, args.length)) {
      table.rows(model);
    }
  }

  private void rows(String model) throws IOException {
    if (model.equals("tiny")) {
      rows(model, ModelTable::tiny);
      return;
    }
    String name = model.contains("=") ? model.substring(0, model.indexOf('=')) : model;
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(bundle(model), new ExtractorOptions(threads, "cpu"))) {
      rows(name, frames -> described(extractor, frames));
    }
  }

  private static ModelBundle bundle(String model) {
    if (model.contains("=")) {
      return ModelBundle.load(Path.of(model.substring(model.indexOf('=') + 1)));
    }
    String[] part = model.split(":", -1);
    String[] size = part[3].split("x", -1);
    return ModelBundle.untrained(
        new Network(Backbone.named(part[1]), new Pooling.Gem()),
        Long.parseLong(part[2]),
        InputSpec.imageNet(Integer.parseInt(size[0]), Integer.parseInt(size[1])));
  }

  private void rows(String name, Describer describer) throws IOException {
    for (Recording recording : recordings) {
      List<DatasetFrame> queryFrames = frames(recording.queries());
      List<DatasetFrame> placeFrames = frames(recording.map());
      FrameSet queries = FrameSet.of(recording.queries(), queryFrames);
      FrameSet places = FrameSet.of(recording.map(), placeFrames);
      DescriptorDistances distances =
          new DescriptorDistances(describer.describe(queryFrames), describer.describe(placeFrames));
      RetrievalEvaluation found = evaluate(recording, queries, places, distances, RIGHT);
      RetrievalEvaluation same = evaluate(recording, queries, places, distances, SAME_PLACE);
      Percentiles errors = found.errors().metres();
      System.out.printf(
          Locale.ROOT,
          "%s | %s | %.3f | %.3f | %.3f | %.3f | %.3f | %s%n",
          name,
          recording.name(),
          found.scores().recall().get(1),
          found.scores().recall().get(5),
          found.scores().recall().get(10),
          found.averagePrecision(),
          same.averagePrecision(),
          found.errors().measured().isEmpty()
              ? "-"
              : String.format(Locale.ROOT, "%.2f", errors.median()));
    }
  }

  private static RetrievalEvaluation evaluate(
      Recording recording,
      FrameSet queries,
      FrameSet places,
      DescriptorDistances distances,
      double threshold) {
    return RetrievalEvaluation.of(
        queries,
        places,
        SearchResults.byDistance(distances, 10, SkipRule.NONE),
        TruthSource.file(recording.truth(), TruthFile.read(recording.truth(), threshold)),
        List.of(),
        RANKS);
  }

  private static List<DatasetFrame> frames(String spec) {
    try (var frames = Datasets.open(spec).frames()) {
      return frames.toList();
    }
  }

  private static float[][] described(DescriptorExtractor extractor, List<DatasetFrame> frames) {
    float[][] rows = new float[frames.size()][];
    int[] next = {0};
    extractor.describe(
        frames.iterator(),
        DatasetFrame::image,
        (frame, result) ->
            rows[next[0]++] =
                switch (result) {
                  case Result.Described described -> described.descriptor();
                  case Result.Rejected rejected ->
                      throw new IllegalStateException(frame.id() + ": " + rejected.reason());
                });
    return rows;
  }

  private static float[][] tiny(List<DatasetFrame> frames) throws IOException {
    float[][] rows = new float[frames.size()][];
    for (int i = 0; i < rows.length; i++) {
      try {
        rows[i] = TinyImages.describe(ImageDecoder.decode(frames.get(i).image()));
      } catch (ImageRejectedException e) {
        throw new IOException(frames.get(i).id() + ": " + e.getMessage(), e);
      }
    }
    return rows;
  }
}
