package org.waymark.descriptors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Parameters as torchvision's classifiers call them, {@code conv1.weight}, {@code layer1.} or
 * {@code features.}: the backbone under other names, and a classifier that describes no places.
 */
final class TorchvisionNames {

  /** Children of a ResNet by their place; ReLU and max pooling, 2 and 3, have no parameters. */
  private static final Map<String, String> RESNET =
      Map.of("conv1", "0", "bn1", "1", "layer1", "4", "layer2", "5", "layer3", "6", "layer4", "7");

  /** DenseNets that were saved before names could not hold dots within: {@code norm.1}. */
  private static final Pattern OLD_DENSE_LAYER =
      Pattern.compile("(\\.denselayer[0-9]+\\.(?:norm|conv))\\.([12]\\.)");

  private TorchvisionNames() {}

  /** The backbone's weights by our names; empty when a name is not one of torchvision's. */
  static Optional<Weights> adapted(Weights weights) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
      String name = entry.getKey();
      String child = name.substring(0, Math.max(0, name.indexOf('.')));
      String rest = name.substring(child.length());
      if (RESNET.containsKey(child)) {
        tensors.put("backbone." + RESNET.get(child) + rest, entry.getValue());
      } else if (child.equals("features")) {
        String feature = OLD_DENSE_LAYER.matcher(rest).replaceFirst("$1$2");
        tensors.put("backbone" + feature, entry.getValue());
      } else if (!child.equals("fc") && !child.equals("classifier")) {
        return Optional.empty();
      }
    }
    return tensors.isEmpty() ? Optional.empty() : Optional.of(new Weights(tensors));
  }
}
