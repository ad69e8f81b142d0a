package org.waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;

/**
 * How near extraction comes to the network's own forward pass on the same threads: pictures per
 * second of decoding, resizing and describing together, over those of describing pictures that were
 * prepared before. Rounds of both alternate, and so does which of them comes first.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.ExtractRatio SPEC
 *     [MODEL [THREADS [PICTURES [ROUNDS]]]]
 * </pre>
 *
 * <p>MODEL is a {@link BenchModel}, by default the built-in one; THREADS the network's, by default
 * half the cores.
 */
public final class ExtractRatio {

  private static final int PICTURES = 100;
  private static final int ROUNDS = 7;

  private ExtractRatio() {}

  public static void main(String[] args) throws IOException, ImageRejectedException {
    if (args.length < 1 || args.length > 5) {
      System.err.println("Usage: ExtractRatio SPEC [MODEL [THREADS [PICTURES [ROUNDS]]]]");
      System.exit(2);
    }
    ModelBundle model = args.length > 1 ? BenchModel.of(args[1]) : ModelBundle.untrained(0);
    ExtractorOptions options =
        args.length > 2
            ? ExtractorOptions.cpu(Integer.parseInt(args[2]))
            : ExtractorOptions.defaults();
    int count = args.length > 3 ? Integer.parseInt(args[3]) : PICTURES;
    int rounds = args.length > 4 ? Integer.parseInt(args[4]) : ROUNDS;
    List<ImageData> pictures = new ArrayList<>();
    try (Stream<DatasetFrame> frames =
        Datasets.open(DatasetSpec.parseOrFolder(args[0])).frames().limit(count)) {
      for (DatasetFrame frame : frames.toList()) {
        pictures.add(frame.image());
      }
    }
    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, options)) {
      System.out.printf(
          Locale.ROOT,
          "%s, %d x %d, %d threads, %d pictures, %d rounds%n",
          model.name(),
          model.spec().input().width(),
          model.spec().input().height(),
          extractor.threads(),
          pictures.size(),
          rounds);
      compare(extractor, pictures, rounds);
    }
  }

  private static void compare(DescriptorExtractor extractor, List<ImageData> pictures, int rounds)
      throws ImageRejectedException {
    List<Prepared> prepared = new ArrayList<>();
    for (ImageData picture : pictures) {
      prepared.add(extractor.prepare(picture));
    }
    extractor.warmUp();
    Rounds bare = new Rounds(rounds);
    Rounds whole = new Rounds(rounds);
    Rounds ratio = new Rounds(rounds);
    int count = pictures.size();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        bare.set(round, Rounds.perSecond(count, () -> extractor.forward(prepared)));
      }
      whole.set(round, Rounds.perSecond(count, () -> extractor.describeAll(pictures)));
      if (round % 2 == 1) {
        bare.set(round, Rounds.perSecond(count, () -> extractor.forward(prepared)));
      }
      ratio.set(round, whole.get(round) / bare.get(round));
    }
    bare.print("forward pass alone, pictures/s");
    whole.print("decode, resize and describe, pictures/s");
    ratio.print("ratio");
  }
}
