package org.waymark.descriptors.network;

import java.util.ArrayList;
import java.util.List;
import org.waymark.descriptors.network.Layer.AveragePool;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.DenseBlock;
import org.waymark.descriptors.network.Layer.MaxPool;
import org.waymark.descriptors.network.Layer.Relu;
import org.waymark.descriptors.network.Layer.Sequence;

/**
 * The densely connected networks of Huang et al. (2017): torchvision's {@code densenet.features},
 * which ends with the batch norm {@code norm5}. The ReLU behind it belongs to torchvision's
 * classifier, and the GCL reference leaves it out.
 */
final class DenseNets {

  /** The 1x1 convolution of a path is this many times as wide as what the path adds. */
  private static final int BOTTLENECK = 4;

  private DenseNets() {}

  /**
   * The children of {@code features}.
   *
   * @param growth channels that each path adds
   * @param stem channels of the first convolution
   * @param paths in each dense block
   */
  static List<Backbone.Child> features(int growth, int stem, int... paths) {
    List<Backbone.Child> children = new ArrayList<>();
    children.add(child("conv0", Convolution.plain("backbone.conv0", 3, stem, 7, 2, 3)));
    children.add(child("norm0", new BatchNorm("backbone.norm0", stem)));
    children.add(child("relu0", new Relu()));
    children.add(child("pool0", new MaxPool(3, 2, 1)));
    int channels = stem;
    for (int block = 1; block <= paths.length; block++) {
      List<Sequence> layers = new ArrayList<>();
      for (int i = 1; i <= paths[block - 1]; i++) {
        layers.add(
            path("backbone.denseblock%d.denselayer%d.".formatted(block, i), channels, growth));
        channels += growth;
      }
      children.add(child("denseblock" + block, new DenseBlock(layers)));
      if (block < paths.length) {
        children.add(
            child("transition" + block, transition("backbone.transition" + block + ".", channels)));
        channels /= 2;
      }
    }
    children.add(child("norm5", new BatchNorm("backbone.norm5", channels)));
    return children;
  }

  private static Backbone.Child child(String name, Layer layer) {
    return new Backbone.Child("backbone." + name, layer);
  }

  private static Sequence path(String name, int in, int growth) {
    int width = BOTTLENECK * growth;
    return Sequence.of(
        new BatchNorm(name + "norm1", in),
        new Relu(),
        Convolution.plain(name + "conv1", in, width, 1, 1, 0),
        new BatchNorm(name + "norm2", width),
        new Relu(),
        Convolution.plain(name + "conv2", width, growth, 3, 1, 1));
  }

  private static Sequence transition(String name, int in) {
    return Sequence.of(
        new BatchNorm(name + "norm", in),
        new Relu(),
        Convolution.plain(name + "conv", in, in / 2, 1, 1, 0),
        new AveragePool(2, 2));
  }
}
