package org.waymark.descriptors.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.Pooling.NetVlad;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * The plan of a network that describes places: a backbone, a pooling, and L2 normalisation behind.
 * Parameters are called as in the GCL reference: {@code backbone.} and {@code pool.} with
 * torchvision's names.
 */
public record Network(Backbone backbone, Pooling pooling) {

  /**
   * The network of those names that gives descriptors of that size; the size tells NetVLAD's number
   * of clusters.
   *
   * @param backbone a {@link Backbone#id()}
   * @param pooling a {@link Pooling#id()}
   * @throws WaymarkException when there is no such network
   */
  public static Network named(String backbone, String pooling, int descriptorSize) {
    Backbone trunk = Backbone.named(backbone);
    Pooling pool = Pooling.named(pooling);
    if (pool instanceof NetVlad && descriptorSize % trunk.channels() == 0) {
      pool = new NetVlad(descriptorSize / trunk.channels());
    }
    Network network = new Network(trunk, pool);
    if (descriptorSize != network.descriptorSize()) {
      throw new WaymarkException(
          "descriptorSize is %d where %s gives %d"
              .formatted(descriptorSize, trunk.id(), network.descriptorSize()));
    }
    return network;
  }

  /** Its name for people, e.g. {@code ResNet-18 GeM}. */
  public String title() {
    return backbone.title() + " " + pooling.title();
  }

  /** Numbers in a descriptor. */
  public int descriptorSize() {
    return pooling.descriptorSize(backbone.channels());
  }

  /** Shape by name of every parameter, in torchvision's order with the pooling's last. */
  public SequencedMap<String, List<Integer>> parameterShapes() {
    SequencedMap<String, List<Integer>> shapes =
        new LinkedHashMap<>(backbone.layer().parameterShapes());
    shapes.putAll(pooling.parameterShapes(backbone.channels()));
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /**
   * A checkpoint's weights as this network takes them: in its order, and with the bias of zeros
   * that a NetVLAD without one means.
   *
   * @throws WaymarkException when names or shapes are not this network's
   */
  public Weights complete(Weights checkpoint, String source) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
    if (pooling instanceof NetVlad(int clusters)) {
      tensors.putIfAbsent(NetVlad.ASSIGNMENT_BIAS, Tensor.filled(List.of(clusters), 0f));
    }
    Weights complete = new Weights(tensors);
    complete.requireExactly(parameterShapes(), source);
    SequencedMap<String, Tensor> ordered = new LinkedHashMap<>();
    parameterShapes().keySet().forEach(name -> ordered.put(name, complete.get(name)));
    return new Weights(ordered);
  }
}
