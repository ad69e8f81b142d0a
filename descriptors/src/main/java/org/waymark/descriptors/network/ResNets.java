package org.waymark.descriptors.network;

import java.util.ArrayList;
import java.util.List;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.MaxPool;
import org.waymark.descriptors.network.Layer.Relu;
import org.waymark.descriptors.network.Layer.Residual;
import org.waymark.descriptors.network.Layer.Sequence;

/**
 * The residual networks of He et al. (2016) and Xie et al. (2017, ResNeXt) without the average pool
 * and the classifier. Names are those of the GCL reference, whose trunk is {@code
 * nn.Sequential(*list(resnet.children())[:-2])}: {@code backbone.0} is the first convolution,
 * {@code backbone.1} its batch norm, {@code backbone.4} to {@code backbone.7} the four stages.
 */
final class ResNets {

  private static final int STEM_CHANNELS = 64;
  private static final int BOTTLENECK_EXPANSION = 4;

  private ResNets() {}

  /** Two 3x3 convolutions a block. */
  static List<Backbone.Child> basic(int... blocks) {
    return children(ResNets::basicBlock, 1, blocks);
  }

  /** 1x1, 3x3, 1x1 a block. */
  static List<Backbone.Child> bottleneck(int... blocks) {
    return children(
        (name, in, width, stride) -> bottleneckBlock(name, in, width, width, 1, stride),
        BOTTLENECK_EXPANSION,
        blocks);
  }

  /**
   * Bottlenecks whose 3x3 is grouped.
   *
   * @param groupWidth channels of one group in the first stage
   */
  static List<Backbone.Child> grouped(int groups, int groupWidth, int... blocks) {
    return children(
        (name, in, width, stride) ->
            bottleneckBlock(
                name, in, width, width * groupWidth / STEM_CHANNELS * groups, groups, stride),
        BOTTLENECK_EXPANSION,
        blocks);
  }

  private interface Block {
    Sequence of(String name, int in, int width, int stride);
  }

  private static List<Backbone.Child> children(Block block, int expansion, int... blocks) {
    List<Backbone.Child> children = new ArrayList<>();
    children.add(
        new Backbone.Child(
            "backbone.0", Convolution.plain("backbone.0", 3, STEM_CHANNELS, 7, 2, 3)));
    children.add(new Backbone.Child("backbone.1", new BatchNorm("backbone.1", STEM_CHANNELS)));
    children.add(new Backbone.Child("backbone.2", new Relu()));
    children.add(new Backbone.Child("backbone.3", new MaxPool(3, 2, 1)));
    int channels = STEM_CHANNELS;
    for (int stage = 0; stage < blocks.length; stage++) {
      String name = "backbone." + (4 + stage);
      int width = STEM_CHANNELS << stage;
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < blocks[stage]; i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        layers.add(block.of(name + "." + i + ".", channels, width, stride));
        channels = width * expansion;
      }
      children.add(new Backbone.Child(name, new Sequence(layers)));
    }
    return children;
  }

  private static Sequence basicBlock(String name, int in, int width, int stride) {
    Sequence path =
        Sequence.of(
            Convolution.plain(name + "conv1", in, width, 3, stride, 1),
            new BatchNorm(name + "bn1", width),
            new Relu(),
            Convolution.plain(name + "conv2", width, width, 3, 1, 1),
            new BatchNorm(name + "bn2", width));
    return Sequence.of(new Residual(path, shortcut(name, in, width, stride)), new Relu());
  }

  /** torchvision's variant (1.5): the stride sits on the 3x3, not on the first 1x1. */
  private static Sequence bottleneckBlock(
      String name, int in, int stageWidth, int width, int groups, int stride) {
    int out = stageWidth * BOTTLENECK_EXPANSION;
    Sequence path =
        Sequence.of(
            Convolution.plain(name + "conv1", in, width, 1, 1, 0),
            new BatchNorm(name + "bn1", width),
            new Relu(),
            new Convolution(name + "conv2", width, width, 3, stride, 1, groups, false),
            new BatchNorm(name + "bn2", width),
            new Relu(),
            Convolution.plain(name + "conv3", width, out, 1, 1, 0),
            new BatchNorm(name + "bn3", out));
    return Sequence.of(new Residual(path, shortcut(name, in, out, stride)), new Relu());
  }

  private static Sequence shortcut(String name, int in, int out, int stride) {
    return in == out && stride == 1
        ? Sequence.of()
        : Sequence.of(
            Convolution.plain(name + "downsample.0", in, out, 1, stride, 0),
            new BatchNorm(name + "downsample.1", out));
  }
}
