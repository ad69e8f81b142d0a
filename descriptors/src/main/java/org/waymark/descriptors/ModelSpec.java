package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.ResNet;

/**
 * The content of {@code model.json}.
 *
 * @param format version of this file's form; {@value #FORMAT}
 * @param architecture a {@link ResNet#id()}
 * @param pooling {@value #GEM}
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

  /** Generalised-mean pooling with one exponent. */
  public static final String GEM = "gem";

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
    ResNet network;
    try {
      network = ResNet.named(architecture);
    } catch (WaymarkException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!pooling.equals(GEM)) {
      throw new IllegalArgumentException(
          "unknown pooling '%s'; known is %s".formatted(pooling, GEM));
    }
    if (descriptorSize != network.descriptorSize()) {
      throw new IllegalArgumentException(
          "descriptorSize is %d where %s gives %d"
              .formatted(descriptorSize, architecture, network.descriptorSize()));
    }
  }

  private static void require(Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }
  }

  /** The network's plan. */
  @JsonIgnore
  public ResNet network() {
    return ResNet.named(architecture);
  }
}
