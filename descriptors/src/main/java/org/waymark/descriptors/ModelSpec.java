package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.whitening.Whitening;

/**
 * The content of {@code model.json}.
 *
 * @param format version of this file's form; {@value #FORMAT}
 * @param architecture a {@link Backbone#id()}, or {@value #TORCHSCRIPT}
 * @param pooling a {@link Pooling#id()}; null for TorchScript, which does what it does
 * @param input what the network takes
 * @param descriptorSize numbers in a descriptor, after whitening where there is any
 * @param whitening what follows the network; null for nothing
 * @param weights where the numbers are
 * @param provenance where the model comes from
 * @param normalize for TorchScript, whether its vectors are still to be divided by their length;
 *     null for all others, which always are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSpec(
    int format,
    String architecture,
    @Nullable String pooling,
    InputSpec input,
    int descriptorSize,
    @Nullable WhiteningSpec whitening,
    WeightsSource weights,
    Provenance provenance,
    @Nullable Boolean normalize) {

  /** The form that this program writes and reads. */
  public static final int FORMAT = 1;

  /** The architecture of a program that somebody exported, instead of a plan known here. */
  public static final String TORCHSCRIPT = "torchscript";

  static final int MAX_DESCRIPTOR_SIZE = 1 << 20;

  public ModelSpec {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d is not known to this version, which reads %d".formatted(format, FORMAT));
    }
    require(architecture, "architecture");
    require(input, "input");
    require(weights, "weights");
    provenance = provenance == null ? Provenance.of("") : provenance;
    if (architecture.equals(TORCHSCRIPT)) {
      requireScript(pooling, descriptorSize, whitening, weights, normalize);
    } else {
      if (pooling == null) {
        throw new IllegalArgumentException("'pooling' is missing");
      }
      if (normalize != null) {
        throw new IllegalArgumentException("'normalize' is for torchscript only");
      }
      Network network;
      try {
        network = Network.named(architecture, pooling, networkSize(descriptorSize, whitening));
      } catch (WaymarkException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      if (descriptorSize < 1 || descriptorSize > network.descriptorSize()) {
        throw new IllegalArgumentException(
            "descriptorSize is %d where whitening gives at most %d"
                .formatted(descriptorSize, network.descriptorSize()));
      }
      // One spelling each: another would be another id for the same model.
      architecture = network.backbone().id();
      pooling = network.pooling().id();
    }
  }

  private static void requireScript(
      @Nullable String pooling,
      int descriptorSize,
      @Nullable WhiteningSpec whitening,
      WeightsSource weights,
      @Nullable Boolean normalize) {
    require(normalize, "normalize");
    if (pooling != null || whitening != null) {
      throw new IllegalArgumentException("torchscript has no 'pooling' and 'whitening' of ours");
    }
    if (weights.file() == null) {
      throw new IllegalArgumentException("torchscript needs a file and cannot come from a seed");
    }
    if (descriptorSize < 1 || descriptorSize > MAX_DESCRIPTOR_SIZE) {
      throw new IllegalArgumentException(
          "descriptorSize %d is outside 1 to %d".formatted(descriptorSize, MAX_DESCRIPTOR_SIZE));
    }
  }

  /** A network whose weights lie somewhere. */
  static ModelSpec of(
      Network network, InputSpec input, WeightsSource weights, Provenance provenance) {
    return new ModelSpec(
        FORMAT,
        network.backbone().id(),
        network.pooling().id(),
        input,
        network.descriptorSize(),
        null,
        weights,
        provenance,
        null);
  }

  /** A TorchScript program in a file. */
  static ModelSpec script(
      InputSpec input,
      int descriptorSize,
      WeightsSource weights,
      Provenance provenance,
      boolean normalize) {
    return new ModelSpec(
        FORMAT, TORCHSCRIPT, null, input, descriptorSize, null, weights, provenance, normalize);
  }

  /** This model with whitening behind, all of its numbers lying elsewhere. */
  ModelSpec whitened(int size, WhiteningSpec added, WeightsSource source, Provenance story) {
    return new ModelSpec(
        format, architecture, pooling, input, size, added, source, story, normalize);
  }

  private static int networkSize(int descriptorSize, @Nullable WhiteningSpec whitening) {
    return whitening == null ? descriptorSize : whitening.inputSize();
  }

  private static void require(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }
  }

  /** Whether the model is a TorchScript program. */
  @JsonIgnore
  public boolean isScript() {
    return architecture.equals(TORCHSCRIPT);
  }

  /**
   * The network's plan.
   *
   * @throws WaymarkException for TorchScript, which has none
   */
  @JsonIgnore
  public Network network() {
    if (pooling == null) {
      throw new WaymarkException(
          "the model is a TorchScript program: it describes pictures, but cannot be trained or exported");
    }
    return Network.named(architecture, pooling, networkSize(descriptorSize, whitening));
  }

  /** Shape by name of every tensor in the weights, whitening last. */
  SequencedMap<String, List<Integer>> parameterShapes() {
    SequencedMap<String, List<Integer>> shapes = new LinkedHashMap<>(network().parameterShapes());
    if (whitening != null) {
      shapes.putAll(Whitening.parameterShapes(whitening.inputSize(), descriptorSize));
    }
    return shapes;
  }

  /** Its name for people, e.g. {@code ResNet-50 GeM PCA-1024}, or {@code TorchScript}. */
  @JsonIgnore
  public String title() {
    if (isScript()) {
      return "TorchScript";
    }
    String title = network().title();
    return whitening == null ? title : "%s PCA-%d".formatted(title, descriptorSize);
  }
}
