package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;

/**
 * The content of {@code model.json}.
 *
 * @param format version of this file's form; {@value #FORMAT}
 * @param architecture a {@link Backbone#id()}, or {@value #TORCHSCRIPT}
 * @param pooling a {@link Pooling#id()}; null for TorchScript, which does what it does
 * @param input what the network takes
 * @param descriptorSize numbers in a descriptor
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
    WeightsSource weights,
    Provenance provenance,
    @Nullable Boolean normalize) {

  /** The form that this program writes and reads. */
  public static final int FORMAT = 1;

  /** The architecture of a program that somebody exported, instead of a plan known here. */
  public static final String TORCHSCRIPT = "torchscript";

  private static final int MAX_DESCRIPTOR_SIZE = 1 << 20;

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
      requireScript(pooling, descriptorSize, weights, normalize);
    } else {
      if (pooling == null) {
        throw new IllegalArgumentException("'pooling' is missing");
      }
      if (normalize != null) {
        throw new IllegalArgumentException("'normalize' is for torchscript only");
      }
      Network network;
      try {
        network = Network.named(architecture, pooling, descriptorSize);
      } catch (WaymarkException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      // One spelling each: another would be another id for the same model.
      architecture = network.backbone().id();
      pooling = network.pooling().id();
    }
  }

  private static void requireScript(
      @Nullable String pooling,
      int descriptorSize,
      WeightsSource weights,
      @Nullable Boolean normalize) {
    require(normalize, "normalize");
    if (pooling != null) {
      throw new IllegalArgumentException("torchscript has no 'pooling' of ours");
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
        FORMAT, TORCHSCRIPT, null, input, descriptorSize, weights, provenance, normalize);
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
    return Network.named(architecture, pooling, descriptorSize);
  }
}
