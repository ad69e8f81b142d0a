package org.waymark.descriptors.network;

import java.util.ArrayList;
import java.util.List;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.MaxPool;
import org.waymark.descriptors.network.Layer.Relu;

/**
 * The network of Simonyan and Zisserman (2015) without its classifier: torchvision's {@code
 * vgg16().features} whole, with the last ReLU and max pool, as the GCL reference takes it.
 */
final class Vggs {

  private static final int BLOCKS = 5;
  private static final int WIDEST = 512;

  private Vggs() {}

  /** Configuration D: 13 convolutions with biases, 31 children. */
  static List<Backbone.Child> vgg16() {
    List<Layer> layers = new ArrayList<>();
    int channels = 3;
    for (int block = 0; block < BLOCKS; block++) {
      int width = Math.min(64 << block, WIDEST);
      int convolutions = block < 2 ? 2 : 3;
      for (int i = 0; i < convolutions; i++) {
        layers.add(new Convolution("backbone." + layers.size(), channels, width, 3, 1, 1, 1, true));
        layers.add(new Relu());
        channels = width;
      }
      layers.add(new MaxPool(2, 2, 0));
    }
    List<Backbone.Child> children = new ArrayList<>();
    for (Layer layer : layers) {
      children.add(new Backbone.Child("backbone." + children.size(), layer));
    }
    return children;
  }
}
