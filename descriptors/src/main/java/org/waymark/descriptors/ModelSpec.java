package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;

/**
 * The content of {@code model.json}.
 *
 * @param format version of this file's form; {@value #FORMAT}
 * @param architecture a {@link Backbone#id()}
 * @param pooling a {@link Pooling#id()}
 * @param input what the network takes
 * @param descriptorSize numbers in a descriptor
 * @param weights where the numbers are
 * @param provenance where the model comes from
 */
public record ModelSpec(
    int format,
    String architecture,
    String pooling,
    InputSpec input,
    int descriptorSize,
    WeightsSource weights,
    Provenance provenance) {

  /** The form that this program writes and reads. */
  public static final int FORMAT = 1;

  public ModelSpec {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d is not known to this version, which reads %d".formatted(format, FORMAT));
    }
    require(architecture, "architecture");
    require(pooling, "pooling");
    require(input, "input");
    require(weights, "weights");
    provenance = provenance == null ? Provenance.of("") : provenance;
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
        provenance);
  }

  private static void require(Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }
  }

  /** The network's plan. */
  @JsonIgnore
  public Network network() {
    return Network.named(architecture, pooling, descriptorSize);
  }
}
