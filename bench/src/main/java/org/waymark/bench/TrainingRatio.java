package org.waymark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.network.SeededWeights;
import org.waymark.trainer.GeneralizedContrastiveLoss;
import org.waymark.trainer.SiameseNetwork;
import org.waymark.trainer.optimizer.OptimizerSettings;

/**
 * Pictures per second of a training step, forward, backward and optimizer, over those of the same
 * step in Python's torch, ResNet-18 GeM on random pictures in memory. Rounds of both alternate. The
 * memory of this process after each round shows whether it is flat.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.TrainingRatio \
 *     HEIGHT WIDTH PAIRS ACCUMULATION STEPS THREADS ROUNDS [PYTHON]
 * </pre>
 *
 * <p>Without PYTHON, e.g. {@code python3}, only this side runs.
 */
public final class TrainingRatio {

  private static final int SETTINGS = 7;
  private static final Path SCRIPT = Path.of("bench/src/main/python/training_loop.py");

  private TrainingRatio() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < SETTINGS || args.length > SETTINGS + 1) {
      System.err.println(
          "Usage: TrainingRatio HEIGHT WIDTH PAIRS ACCUMULATION STEPS THREADS ROUNDS [PYTHON]");
      System.exit(2);
    }
    int[] n = Arrays.stream(args).limit(SETTINGS).mapToInt(Integer::parseInt).toArray();
    int pairs = n[2];
    int accumulation = n[3];
    int steps = n[4];
    ByteBuffer left = pictures(pairs, n[0], n[1], 1);
    ByteBuffer right = pictures(pairs, n[0], n[1], 2);
    float[] psi = new float[pairs];
    Arrays.fill(psi, 0.7f);
    Network plan = new Network(Backbone.RESNET18, new Pooling.Gem());
    try (SiameseNetwork network =
        new SiameseNetwork(
            plan,
            SeededWeights.of(plan, 0),
            Set.of(),
            n[0],
            n[1],
            new GeneralizedContrastiveLoss(GeneralizedContrastiveLoss.DEFAULT_MARGIN),
            OptimizerSettings.USUAL,
            "cpu",
            n[5])) {
      Runnable step =
          () -> {
            for (int i = 0; i < accumulation; i++) {
              network.accumulate(left, right, psi, pairs * accumulation);
            }
            network.step(1e-4, 1);
          };
      step.run();
      for (int round = 0; round < n[6]; round++) {
        long begin = System.nanoTime();
        for (int i = 0; i < steps; i++) {
          step.run();
        }
        double ours = 2.0 * pairs * accumulation * steps / ((System.nanoTime() - begin) / 1e9);
        System.out.printf(
            Locale.ROOT, "waymark %.2f pictures/s, %s of memory", ours, residentMemory());
        if (args.length > SETTINGS) {
          double theirs = python(args);
          System.out.printf(Locale.ROOT, "; torch %.2f; ratio %.3f", theirs, ours / theirs);
        }
        System.out.println();
      }
    }
  }

  private static ByteBuffer pictures(int count, int height, int width, long seed) {
    Random random = new Random(seed);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(count * 3 * height * width * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      buffer.putFloat((float) random.nextGaussian());
    }
    return buffer.flip();
  }

  private static double python(String... args) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(args[SETTINGS], SCRIPT.toString()));
    command.addAll(List.of(args).subList(0, SETTINGS - 1));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("%s failed; it needs torch and torchvision".formatted(command));
      }
      return Double.parseDouble(line);
    }
  }

  /** As Linux counts it; elsewhere unknown. */
  private static String residentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.substring("VmRSS:".length()).strip())
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
