package org.waymark.trainer;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.SeededWeights;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Weights to start from.
 *
 * @param weights all parameters
 * @param text where they come from, for people
 */
public record StartingWeights(Weights weights, String text) {

  /** Random ones, as torchvision draws them. */
  public static StartingWeights random(Network network, long seed) {
    return new StartingWeights(
        SeededWeights.of(network, seed), "random weights of seed %d".formatted(seed));
  }

  /**
   * Those of a model. Where it pools otherwise, its backbone's alone; the pooling then starts anew.
   *
   * @throws WaymarkException when the model is of another backbone
   */
  public static StartingWeights of(ModelBundle model, Network network, long seed) {
    Network theirs = model.spec().network();
    if (theirs.equals(network)) {
      return new StartingWeights(model.weights(), model.name());
    }
    if (theirs.backbone() != network.backbone()) {
      throw new WaymarkException(
          "model %s has the backbone %s, not %s: leave --backbone out, or name the model's"
              .formatted(model.name(), theirs.backbone().id(), network.backbone().id()));
    }
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    SeededWeights.of(network, seed)
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(name, model.weights().tensors().getOrDefault(name, tensor)));
    return new StartingWeights(
        new Weights(tensors), "the backbone of %s, new pooling".formatted(model.name()));
  }
}
