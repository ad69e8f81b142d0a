package org.waymark.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.testing.Python;
import org.waymark.descriptors.CheckpointImport;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.checkpoint.Checkpoint;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.Weights;
import org.waymark.trainer.optimizer.OptimizerSettings;

/**
 * Training is PyTorch's, step for step: an imported checkpoint, the same pairs, two micro-batches
 * of two pairs to a step.
 *
 * <p>In float64 the two agree to many digits whatever is trained, which is what shows that the
 * arithmetic is the same. In float32 training magnifies rounding: at a rate of 0.1 with all layers
 * learning, PyTorch parts from itself when its first convolution is scaled by 1 + 1e-7. See {@code
 * docs/training.md}. Other lengths and settings, and PyTorch against itself:
 *
 * <pre>
 * -Dwaymark.peer.steps=50 -Dwaymark.peer.side=224 -Dwaymark.peer.rate=0.1 -Dwaymark.peer.last=2
 * -Dwaymark.peer.nudge=1e-7 -Dwaymark.peer.seconds=3600
 * </pre>
 */
@Tag("peer")
class TorchTrainingPeerTest {

  private static final int STEPS = Integer.getInteger("waymark.peer.steps", 10);
  private static final int SIDE = Integer.getInteger("waymark.peer.side", 224);
  private static final int LAST = Integer.getInteger("waymark.peer.last", 2);
  private static final double RATE = number("waymark.peer.rate", 0.1);

  /** Scales the first convolution of a second training in Python; 0 for none. */
  private static final double NUDGE = number("waymark.peer.nudge", 0);

  private static final int SMALL_SIDE = 64;
  private static final int SMALL_STEPS = 6;
  private static final int ACCUMULATION = 2;
  private static final int PAIRS = 2;
  private static final Network PLAN = new Network(Backbone.RESNET18, new Pooling.Gem());

  private static double number(String property, double usual) {
    return Double.parseDouble(System.getProperty(property, String.valueOf(usual)));
  }

  @TempDir Path folder;

  /** What a training gave. */
  private record Outcome(List<Double> losses, double p, float[] descriptors) {}

  @Test
  void shouldTrainAsTorchDoesAtFullSizeAndRate() throws Exception {
    requireTorchs(OptimizerSettings.USUAL, RATE, SIDE, STEPS, LAST, DataType.FLOAT32, 1e-4);
  }

  @Test
  void shouldTrainAllLayersAsTorchDoesInDoublePrecision() throws Exception {
    requireTorchs(
        OptimizerSettings.USUAL, RATE, SMALL_SIDE, SMALL_STEPS, 0, DataType.FLOAT64, 1e-9);
  }

  @Test
  void shouldTrainAsTorchDoesWithMomentumDecayAndClipping() throws Exception {
    OptimizerSettings settings = new OptimizerSettings("sgd", 0.9, 1e-4, 0.05);
    requireTorchs(settings, 0.01, SMALL_SIDE, SMALL_STEPS, 0, DataType.FLOAT64, 1e-9);
  }

  @Test
  void shouldTrainAsTorchDoesWithAdam() throws Exception {
    OptimizerSettings settings = new OptimizerSettings("adam", 0, 1e-4, 0);
    requireTorchs(settings, 1e-4, SMALL_SIDE, SMALL_STEPS, 0, DataType.FLOAT64, 1e-8);
  }

  private void requireTorchs(
      OptimizerSettings settings,
      double rate,
      int side,
      int steps,
      int last,
      DataType type,
      double tolerance)
      throws Exception {
    Python python = Python.with("torchvision");
    OverlappingViews views = OverlappingViews.of(side, steps * ACCUMULATION * PAIRS, PAIRS, 6);
    write("pictures.f32", views.pictures());
    write("psi.f32", views.psi());
    String script = Files.readString(Path.of("src/test/python/siamese_training.py"));
    python.run(
        folder,
        script,
        "make",
        folder.toString(),
        "" + side,
        Path.of("../descriptors/src/test/python/checkpoints.py").toAbsolutePath().toString());
    List<String> training =
        List.of(
            "train",
            folder.toString(),
            "" + steps,
            "" + ACCUMULATION,
            "" + PAIRS,
            "" + side,
            settings.method(),
            "" + rate,
            "" + settings.momentum(),
            "" + settings.weightDecay(),
            "" + settings.clip(),
            "" + last,
            type.name().toLowerCase(Locale.ROOT));
    Outcome theirs = torch(python, script, training, 0);
    if (NUDGE != 0) {
      print("torch against itself", torch(python, script, training, NUDGE), theirs);
    }
    Outcome ours = trained(views, steps, settings, rate, last, type);
    print("waymark, " + settings.method() + ", " + type, ours, theirs);
    assertThat(ours.losses()).hasSameSizeAs(theirs.losses()).hasSize(views.count());
    assertThat(worst(ours, theirs)).as("relative error of a loss").isLessThan(tolerance);
    // The checkpoint's p is 2.6.
    assertThat(ours.p()).isNotCloseTo(2.6, within(1e-5)).isCloseTo(theirs.p(), within(1e-5));
    assertThat(leastCosine(ours, theirs)).isGreaterThanOrEqualTo(0.9999);
  }

  private static void print(String what, Outcome one, Outcome other) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d losses, worst relative error %.2e; p %.7f (%.7f); least cosine %.7f%n",
        what,
        one.losses().size(),
        worst(one, other),
        one.p(),
        other.p(),
        leastCosine(one, other));
  }

  private static double worst(Outcome one, Outcome other) {
    double worst = 0;
    for (int i = 0; i < one.losses().size(); i++) {
      double expected = other.losses().get(i);
      double apart = Math.abs(one.losses().get(i) - expected);
      worst = Math.max(worst, apart == 0 ? 0 : apart / expected);
    }
    return worst;
  }

  private static double leastCosine(Outcome one, Outcome other) {
    double least = 1;
    int size = PLAN.descriptorSize();
    for (int picture = 0; picture < PAIRS; picture++) {
      double dot = 0;
      for (int i = picture * size; i < (picture + 1) * size; i++) {
        dot += (double) one.descriptors()[i] * other.descriptors()[i];
      }
      least = Math.min(least, dot);
    }
    return least;
  }

  private Outcome torch(Python python, String script, List<String> training, double nudge)
      throws Exception {
    List<String> arguments = new ArrayList<>(training);
    arguments.add("" + nudge);
    String printed = python.run(folder, script, arguments.toArray(String[]::new));
    JsonNode read = new JsonMapper().readTree(printed.substring(printed.indexOf('{')));
    List<Double> losses = new ArrayList<>();
    read.path("losses").forEach(loss -> losses.add(loss.asDouble()));
    float[] descriptors = new float[read.path("descriptors").size()];
    for (int i = 0; i < descriptors.length; i++) {
      descriptors[i] = (float) read.path("descriptors").path(i).asDouble();
    }
    return new Outcome(losses, read.path("p").asDouble(), descriptors);
  }

  private Outcome trained(
      OverlappingViews views,
      int steps,
      OptimizerSettings settings,
      double rate,
      int last,
      DataType type) {
    int side = views.side();
    Weights imported = imported(side);
    List<Double> losses = new ArrayList<>();
    Weights trained;
    try (SiameseNetwork network =
        new SiameseNetwork(
            PLAN,
            imported,
            last == 0 ? Set.of() : PLAN.backbone().frozenParameters(last),
            side,
            side,
            new GeneralizedContrastiveLoss(GeneralizedContrastiveLoss.DEFAULT_MARGIN),
            settings,
            "cpu",
            2,
            type)) {
      for (int batch = 0; batch < steps * ACCUMULATION; batch++) {
        for (double loss :
            network.accumulate(
                views.left(batch), views.right(batch), views.psi(batch), ACCUMULATION * PAIRS)) {
          losses.add(loss);
        }
        if (batch % ACCUMULATION == ACCUMULATION - 1) {
          network.step(rate, batch / ACCUMULATION + 1);
        }
      }
      trained = network.weights();
    }
    // As users of the trained model get them.
    float[][] rows = Described.of(PLAN, trained, views.left(0), PAIRS, side);
    float[] descriptors = new float[PAIRS * PLAN.descriptorSize()];
    for (int i = 0; i < descriptors.length; i++) {
      descriptors[i] = rows[i / PLAN.descriptorSize()][i % PLAN.descriptorSize()];
    }
    return new Outcome(losses, trained.get(Pooling.Gem.POWER).values()[0], descriptors);
  }

  private Weights imported(int side) {
    Path file = folder.resolve("weights.pth");
    return new CheckpointImport(file, (Checkpoint.Parameters) Checkpoint.read(file))
        .model(PLAN.backbone(), PLAN.pooling(), InputSpec.imageNet(side, side), "")
        .weights();
  }

  private void write(String name, ByteBuffer content) throws Exception {
    try (var channel =
        Files.newByteChannel(
            folder.resolve(name),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      ByteBuffer rest = content.duplicate();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }
}
