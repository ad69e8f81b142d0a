package org.waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;

/**
 * How near extraction comes to the network's own forward pass: pictures per second of decoding,
 * resizing and describing together, over those of describing pictures that were prepared before.
 * Rounds of both alternate.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.ExtractRatio SPEC [MODEL_DIR]
 * </pre>
 */
public final class ExtractRatio {

  private static final int ROUNDS = 7;
  private static final int PICTURES = 100;

  private ExtractRatio() {}

  public static void main(String[] args) throws IOException, ImageRejectedException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("Usage: ExtractRatio SPEC [MODEL_DIR]");
      System.exit(2);
    }
    ModelBundle model =
        args.length == 2
            ? ModelBundle.load(java.nio.file.Path.of(args[1]))
            : ModelBundle.untrained(0);
    List<ImageData> pictures = new ArrayList<>();
    try (Stream<DatasetFrame> frames = Datasets.open(args[0]).frames().limit(PICTURES)) {
      for (DatasetFrame frame : frames.toList()) {
        pictures.add(frame.image());
      }
    }
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(model, ExtractorOptions.defaults())) {
      List<Prepared> prepared = new ArrayList<>();
      for (ImageData picture : pictures) {
        prepared.add(extractor.prepare(picture));
      }
      extractor.warmUp();
      double[] bare = new double[ROUNDS];
      double[] whole = new double[ROUNDS];
      double[] ratio = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        bare[round] = perSecond(pictures.size(), () -> extractor.forward(prepared));
        whole[round] = perSecond(pictures.size(), () -> extractor.describeAll(pictures));
        ratio[round] = whole[round] / bare[round];
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %d x %d, %d threads, %d pictures, %d rounds%n",
          model.name(),
          model.spec().input().width(),
          model.spec().input().height(),
          extractor.threads(),
          pictures.size(),
          ROUNDS);
      print("forward pass alone, pictures/s", bare);
      print("decode, resize and describe, pictures/s", whole);
      print("ratio", ratio);
    }
  }

  private static double perSecond(int count, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return count / ((System.nanoTime() - begin) / 1e9);
  }

  private static void print(String what, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-42s median %.2f, from %.2f to %.2f%n",
        what,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
