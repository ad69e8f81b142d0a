package org.waymark.descriptors.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * The residual networks of He et al. (2016) as torchvision builds them, without the average pool
 * and the classifier, and with generalised-mean pooling behind. Names are those of the GCL
 * reference, whose trunk is {@code nn.Sequential(*list(resnet.children())[:-2])}: {@code
 * backbone.0} is the first convolution, {@code backbone.1} its batch norm, {@code backbone.4} to
 * {@code backbone.7} the four stages.
 *
 * <p>This is the plan from which both the trainable and the folded network are built; it holds no
 * numbers.
 */
@SuppressWarnings("ImmutableEnumChecker") // records and List.copyOf: nothing here changes
public enum ResNet {
  RESNET18(false, 2, 2, 2, 2),
  RESNET34(false, 3, 4, 6, 3),
  RESNET50(true, 3, 4, 6, 3),
  RESNET101(true, 3, 4, 23, 3),
  RESNET152(true, 3, 8, 36, 3);

  /** Name of the one parameter of generalised-mean pooling, of shape [1]. */
  public static final String POOL_POWER = "pool.p";

  /** Where GeM's exponent starts. */
  public static final float INITIAL_POOL_POWER = 3f;

  /** What GeM takes for zero and less. */
  public static final float POOL_EPSILON = 1e-6f;

  /** Added to the running variance in every batch norm. */
  public static final float NORM_EPSILON = 1e-5f;

  private static final int BOTTLENECK_EXPANSION = 4;

  private final ConvUnit stem;
  private final List<Residual> residuals;

  ResNet(boolean bottleneck, int... blocks) {
    stem = new ConvUnit("backbone.0", "backbone.1", 3, 64, 7, 2, 3);
    List<Residual> built = new ArrayList<>();
    int channels = stem.out();
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        String name = "backbone." + (4 + stage) + "." + block + ".";
        int width = 64 << stage;
        int stride = block == 0 && stage > 0 ? 2 : 1;
        Residual residual =
            bottleneck
                ? bottleneck(name, channels, width, stride)
                : basic(name, channels, width, stride);
        built.add(residual);
        channels = residual.path().getLast().out();
      }
    }
    residuals = List.copyOf(built);
  }

  private static Residual basic(String name, int in, int width, int stride) {
    return new Residual(
        List.of(
            new ConvUnit(name + "conv1", name + "bn1", in, width, 3, stride, 1),
            new ConvUnit(name + "conv2", name + "bn2", width, width, 3, 1, 1)),
        shortcut(name, in, width, stride));
  }

  /** torchvision's variant (1.5): the stride sits on the 3x3, not on the first 1x1. */
  private static Residual bottleneck(String name, int in, int width, int stride) {
    int out = width * BOTTLENECK_EXPANSION;
    return new Residual(
        List.of(
            new ConvUnit(name + "conv1", name + "bn1", in, width, 1, 1, 0),
            new ConvUnit(name + "conv2", name + "bn2", width, width, 3, stride, 1),
            new ConvUnit(name + "conv3", name + "bn3", width, out, 1, 1, 0)),
        shortcut(name, in, out, stride));
  }

  private static Optional<ConvUnit> shortcut(String name, int in, int out, int stride) {
    return in == out && stride == 1
        ? Optional.empty()
        : Optional.of(
            new ConvUnit(name + "downsample.0", name + "downsample.1", in, out, 1, stride, 0));
  }

  /**
   * The network of that name.
   *
   * @param id as in {@code model.json}, e.g. {@code resnet18}
   * @throws WaymarkException when there is none
   */
  public static ResNet named(String id) {
    return Arrays.stream(values())
        .filter(network -> network.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "unknown architecture '%s'; known are: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(ResNet::id)
                                .collect(Collectors.joining(", ")))));
  }

  /** Its name in files and on the command line, e.g. {@code resnet18}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name for people, e.g. {@code ResNet-18}. */
  public String title() {
    return "ResNet-" + name().substring("RESNET".length());
  }

  /** Numbers in a descriptor: channels of the last stage. */
  public int descriptorSize() {
    return residuals.getLast().path().getLast().out();
  }

  /** The first convolution; ReLU and a 3x3 max pool with stride 2 follow it. */
  public ConvUnit stem() {
    return stem;
  }

  /** The residual blocks in order. */
  public List<Residual> residuals() {
    return residuals;
  }

  /** All convolutions with their norms, in the order in which torchvision lists them. */
  public List<ConvUnit> units() {
    List<ConvUnit> units = new ArrayList<>();
    units.add(stem);
    for (Residual residual : residuals) {
      units.addAll(residual.path());
      residual.shortcut().ifPresent(units::add);
    }
    return units;
  }

  /** Shape by name of every parameter, in torchvision's order with the pool's exponent last. */
  public SequencedMap<String, List<Integer>> parameterShapes() {
    SequencedMap<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (ConvUnit unit : units()) {
      shapes.put(unit.conv() + ".weight", unit.kernelShape());
      for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
        shapes.put(unit.norm() + "." + part, List.of(unit.out()));
      }
    }
    shapes.put(POOL_POWER, List.of(1));
    return Collections.unmodifiableSequencedMap(shapes);
  }
}
