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
 * @param architecture a {@link Backbone#id()}
 * @param pooling a {@link Pooling#id()}
 * @param input what the network takes
 * @param descriptorSize numbers in a descriptor, after whitening where there is any
 * @param whitening what follows the network; null for nothing
 * @param weights where the numbers are
 * @param provenance where the model comes from
 */
public record ModelSpec(
    int format,
    String architecture,
    String pooling,
    InputSpec input,
    int descriptorSize,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WhiteningSpec whitening,
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
        provenance);
  }

  /** This model with whitening behind, all of its numbers lying elsewhere. */
  ModelSpec whitened(int size, WhiteningSpec added, WeightsSource source) {
    return new ModelSpec(format, architecture, pooling, input, size, added, source, provenance);
  }

  private static int networkSize(int descriptorSize, @Nullable WhiteningSpec whitening) {
    return whitening == null ? descriptorSize : whitening.inputSize();
  }

  private static void require(Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }
  }

  /** The network's plan. */
  @JsonIgnore
  public Network network() {
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

  /** Its name for people, e.g. {@code ResNet-50 GeM PCA-1024}. */
  String title() {
    String title = network().title();
    return whitening == null ? title : "%s PCA-%d".formatted(title, descriptorSize);
  }
}
