package org.waymark.descriptors;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.network.ScriptNetwork;
import org.waymark.descriptors.network.SeededWeights;
import org.waymark.descriptors.weights.SafetensorsReader;
import org.waymark.descriptors.weights.SafetensorsWriter;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;
import org.waymark.descriptors.whitening.Whitening;

/**
 * A model: what it is ({@code model.json}) and its numbers. On disk a directory; {@link #untrained}
 * needs none. Holds no native memory. Safe for use by many threads.
 */
public final class ModelBundle {

  /** Height of the default model's input in pixels; see docs/decisions for the figures. */
  public static final int DEFAULT_HEIGHT = 120;

  /** Width of the default model's input in pixels. */
  public static final int DEFAULT_WIDTH = 160;

  private static final String WEIGHTS_FILE = "weights.safetensors";
  private static final String SCRIPT_FILE = "network.pt";

  private final ModelSpec spec;
  private final String id;
  private final Supplier<Weights> source;

  /**
   * The file that the weights were read from: saving copies it, for others order tensors otherwise.
   */
  private final @Nullable Path file;

  private @Nullable Weights weights;

  private ModelBundle(ModelSpec spec, Supplier<Weights> source, @Nullable Path file) {
    this.spec = spec;
    this.source = source;
    this.file = file;
    id = ModelJson.id(spec);
  }

  /**
   * Reads a model and checks its weights against their digest.
   *
   * @param directory that holds {@code model.json}
   * @throws WaymarkException when something is missing, damaged or unknown, naming the file
   */
  public static ModelBundle load(Path directory) {
    ModelSpec spec = ModelJson.read(directory);
    String name = spec.weights().file();
    if (name == null) {
      return seeded(spec);
    }
    Path file = directory.resolve(name);
    requireDigest(directory, file, spec.weights().sha256());
    if (spec.isScript()) {
      return script(spec, file);
    }
    Weights read = SafetensorsReader.read(file);
    read.requireExactly(spec.parameterShapes(), file.toString());
    return new ModelBundle(spec, () -> read, file);
  }

  /**
   * The model that is used where none is named: small, trained by Waymark on simulated buildings.
   */
  public static ModelBundle standard() {
    return DefaultModel.load();
  }

  /** The same without the file that it was read from, which may go away. */
  ModelBundle inMemory() {
    return new ModelBundle(spec, source, null);
  }

  private static void requireDigest(Path directory, Path file, @Nullable String expected) {
    if (!Files.isRegularFile(file)) {
      throw new WaymarkException(
          "model %s lacks its weights %s: copy the whole directory"
              .formatted(directory, file.getFileName()));
    }
    String digest;
    try {
      digest = Digests.sha256(file);
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot read weights %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
    if (!digest.equals(expected)) {
      throw new WaymarkException(
          "weights %s are not those that %s names (SHA-256 %s instead of %s): copy the directory again"
              .formatted(file, ModelJson.FILE, digest, expected));
    }
  }

  /**
   * A model that somebody exported as TorchScript, of any architecture. Its {@code forward} takes
   * {@code [batch][3][height][width]}, prepared as {@code input} says, and gives {@code
   * [batch][number]} in float32. It is run once here, on the CPU, to learn its descriptor size.
   *
   * <p>TorchScript is a program that runs with the rights of this process: it knows no network, but
   * can read and write files. Take it from whom you would take other software.
   *
   * @param file stays where it is until {@link #save} copies it
   * @param normalise whether its vectors are still to be divided by their length
   * @throws WaymarkException when the file is no TorchScript, or fails on such an input
   */
  public static ModelBundle torchScript(
      Path file, InputSpec input, boolean normalise, Provenance provenance) {
    String digest;
    try {
      digest = Digests.sha256(file);
    } catch (IOException e) {
      throw new WaymarkException("cannot read %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
    long size;
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        ScriptNetwork network = new ScriptNetwork(file, normalise, manager)) {
      NDArray black = manager.zeros(new Shape(1, 3, input.height(), input.width()));
      size = network.forward(black).getShape().get(1);
    }
    if (size < 1 || size > ModelSpec.MAX_DESCRIPTOR_SIZE) {
      throw new WaymarkException(
          "%s gives vectors of %d numbers, outside 1 to %d: export a network that gives descriptors"
              .formatted(file, size, ModelSpec.MAX_DESCRIPTOR_SIZE));
    }
    return script(
        ModelSpec.script(
            input, (int) size, WeightsSource.inFile(SCRIPT_FILE, digest), provenance, normalise),
        file);
  }

  private static ModelBundle script(ModelSpec spec, Path file) {
    return new ModelBundle(
        spec,
        () -> {
          throw new WaymarkException(
              "%s is a TorchScript program: its weights cannot be taken out; to give the model away, copy that file"
                  .formatted(file));
        },
        file);
  }

  /**
   * The TorchScript program's file.
   *
   * @throws IllegalStateException when the model is none
   */
  Path script() {
    if (!spec.isScript() || file == null) {
      throw new IllegalStateException("no TorchScript");
    }
    return file;
  }

  /**
   * A ResNet-18 with GeM pooling and random weights, never trained. Its descriptors still tell
   * places apart somewhat, as any random filters do.
   */
  public static ModelBundle untrained(long seed) {
    return untrained(seed, InputSpec.imageNet(DEFAULT_HEIGHT, DEFAULT_WIDTH));
  }

  /** As {@link #untrained(long)} for another input. */
  public static ModelBundle untrained(long seed, InputSpec input) {
    return untrained(new Network(Backbone.RESNET18, new Pooling.Gem()), seed, input);
  }

  /** As {@link #untrained(long)} for any network. */
  public static ModelBundle untrained(Network network, long seed, InputSpec input) {
    return seeded(
        ModelSpec.of(
            network,
            input,
            WeightsSource.seeded(seed),
            Provenance.of("random weights, never trained")));
  }

  private static ModelBundle seeded(ModelSpec spec) {
    Long seed = spec.weights().seed();
    if (seed == null) {
      throw new IllegalArgumentException("weights without a seed");
    }
    return new ModelBundle(spec, () -> SeededWeights.of(spec.network(), seed), null);
  }

  /**
   * A model of weights in memory, from training or from a checkpoint.
   *
   * @throws WaymarkException when the weights are not those of the network
   */
  public static ModelBundle of(
      Network network, InputSpec input, Weights weights, Provenance provenance) {
    weights.requireExactly(network.parameterShapes(), "the set of weights");
    return new ModelBundle(
        ModelSpec.of(network, input, inFile(weights), provenance), () -> weights, null);
  }

  private static WeightsSource inFile(Weights weights) {
    try {
      return WeightsSource.inFile(
          WEIGHTS_FILE, Digests.sha256(out -> SafetensorsWriter.write(weights, out)));
    } catch (IOException e) {
      throw new IllegalStateException("writing to nowhere does not fail", e);
    }
  }

  /**
   * This model with whitening behind.
   *
   * @param fittedOn see {@link WhiteningSpec#fittedOn}
   * @throws WaymarkException as {@link #requireWhitening} says
   */
  public ModelBundle whitened(Whitening whitening, String fittedOn) {
    return whitened(whitening, fittedOn, spec.provenance());
  }

  ModelBundle whitened(Whitening whitening, String fittedOn, Provenance provenance) {
    requireWhitening(whitening.inputSize());
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(weights().tensors());
    tensors.putAll(whitening.bundleTensors());
    Weights both = new Weights(tensors);
    ModelSpec whitened =
        spec.whitened(
            whitening.size(),
            new WhiteningSpec(whitening.inputSize(), fittedOn),
            inFile(both),
            provenance);
    return new ModelBundle(whitened, () -> both, null);
  }

  /**
   * Checks that whitening of descriptors of that size can be added.
   *
   * @throws WaymarkException when the model has some already, gives descriptors of another size, or
   *     is TorchScript
   */
  public void requireWhitening(int inputSize) {
    if (spec.isScript()) {
      throw new WaymarkException(
          "model %s is a TorchScript program: add whitening to it in Python, as a layer of its own"
              .formatted(name()));
    }
    if (spec.whitening() != null) {
      throw new WaymarkException(
          "model %s is whitened already; whiten the model that it was made from".formatted(name()));
    }
    if (inputSize != spec.descriptorSize()) {
      throw new WaymarkException(
          "whitening is for descriptors of %d numbers, and model %s gives %d"
              .formatted(inputSize, name(), spec.descriptorSize()));
    }
  }

  /** What follows the network. */
  public Optional<Whitening> whitening() {
    return spec.whitening() == null ? Optional.empty() : Optional.of(Whitening.ofBundle(weights()));
  }

  /**
   * The network's own parameters.
   *
   * @throws WaymarkException for TorchScript
   */
  public Weights networkWeights() {
    return Whitening.without(weights());
  }

  /**
   * Writes the model, weights first, {@code model.json} last and at once, so that a directory cut
   * short is noticed. Replaces a model that is there. Seeded weights are written as their seed.
   */
  public void save(Path directory) {
    try {
      Files.createDirectories(directory);
      String name = spec.weights().file();
      if (name != null) {
        replace(directory.resolve(name), this::writeWeights);
      }
      replace(directory.resolve(ModelJson.FILE), fresh -> ModelJson.write(spec, fresh));
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot write model %s: %s".formatted(directory, FileFailure.reason(e)), e);
    }
  }

  private void writeWeights(Path fresh) throws IOException {
    if (file != null) {
      Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
    } else {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
        SafetensorsWriter.write(weights(), out);
      }
    }
  }

  private interface FileContent {
    void writeTo(Path file) throws IOException;
  }

  private static void replace(Path target, FileContent content) throws IOException {
    Path fresh = target.resolveSibling(target.getFileName() + ".tmp");
    content.writeTo(fresh);
    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The model's identity: SHA-256 in hexadecimal over everything that determines its descriptors.
   * Two models with the same id give the same descriptors; provenance and file names do not count.
   */
  public String id() {
    return id;
  }

  /** What the model is. */
  public ModelSpec spec() {
    return spec;
  }

  /**
   * All parameters by name; random ones are drawn at the first call.
   *
   * @throws WaymarkException for TorchScript
   */
  public synchronized Weights weights() {
    if (weights == null) {
      weights = source.get();
    }
    return weights;
  }

  /** A short name for people, which says so when the model knows nothing. */
  public String name() {
    Long seed = spec.weights().seed();
    return seed == null
        ? "%s %s".formatted(spec.title(), id.substring(0, 12))
        : "untrained %s (random weights, seed %d)"
            .formatted(spec.network().backbone().title(), seed);
  }

  /** One line: name, input, descriptor size and id. */
  public String describe() {
    return "%s, input %dx%d, %d numbers, id %s"
        .formatted(
            name(),
            spec.input().width(),
            spec.input().height(),
            spec.descriptorSize(),
            id.substring(0, 12));
  }

  @Override
  public String toString() {
    return describe();
  }
}
