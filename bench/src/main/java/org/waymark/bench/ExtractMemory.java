package org.waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.Result;

/**
 * Whether memory stays flat: the process's resident memory while a data set's pictures are
 * described over and over, and by how much it grew between a tenth of them and all. Linux only.
 *
 * <pre>
 * java -Xmx1g -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.ExtractMemory SPEC
 *     [MODEL [PICTURES]]
 * </pre>
 *
 * <p>MODEL is a {@link BenchModel}, by default {@code resnet18:224x224}; PICTURES 10000.
 */
public final class ExtractMemory {

  private static final int STEPS = 10;

  private ExtractMemory() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 3) {
      System.err.println("Usage: ExtractMemory SPEC [MODEL [PICTURES]]");
      System.exit(2);
    }
    int pictures = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
    List<DatasetFrame> frames;
    try (Stream<DatasetFrame> stream = Datasets.open(DatasetSpec.parseOrFolder(args[0])).frames()) {
      frames = stream.toList();
    }
    long step = Math.max(1, pictures / STEPS);
    long[] resident = new long[STEPS + 1];
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(
            BenchModel.of(args.length > 1 ? args[1] : "resnet18:224x224"),
            ExtractorOptions.defaults())) {
      extractor.describe(
          LongStream.rangeClosed(1, step * STEPS).iterator(),
          n -> frames.get((int) (n % frames.size())).image(),
          (n, result) -> {
            if (result instanceof Result.Rejected rejected) {
              throw new WaymarkException(rejected.reason());
            }
            if (n % step == 0) {
              resident[(int) (n / step)] = residentKibibytes();
              System.out.printf(
                  Locale.ROOT, "%6d pictures: %d MiB%n", n, resident[(int) (n / step)] >> 10);
            }
          });
    }
    System.out.printf(
        Locale.ROOT,
        "growth from %d to %d pictures: %.1f %%%n",
        step,
        step * STEPS,
        100.0 * (resident[STEPS] - resident[1]) / resident[1]);
  }

  private static long residentKibibytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new WaymarkException("resident memory is read from /proc, which is not there", e);
    }
  }
}
