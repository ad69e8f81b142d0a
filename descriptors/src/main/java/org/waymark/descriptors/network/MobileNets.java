package org.waymark.descriptors.network;

import java.util.ArrayList;
import java.util.List;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.Relu6;
import org.waymark.descriptors.network.Layer.Residual;
import org.waymark.descriptors.network.Layer.Sequence;

/** MobileNetV2 of Sandler et al. (2018): torchvision's {@code mobilenet_v2().features}. */
final class MobileNets {

  private static final int STEM_CHANNELS = 32;
  private static final int LAST_CHANNELS = 1280;

  /** Table 2 of the paper: expansion, channels out, repetitions, stride of the first. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNets() {}

  /** The 19 children of {@code features}. */
  static List<Backbone.Child> v2() {
    List<Backbone.Child> children = new ArrayList<>();
    children.add(new Backbone.Child("backbone.0", unit("backbone.0", 3, STEM_CHANNELS, 3, 2, 1)));
    int channels = STEM_CHANNELS;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        String name = "backbone." + children.size();
        int stride = i == 0 ? stage[3] : 1;
        children.add(
            new Backbone.Child(
                name, invertedResidual(name + ".conv.", channels, stage[1], stage[0], stride)));
        channels = stage[1];
      }
    }
    String last = "backbone." + children.size();
    children.add(new Backbone.Child(last, unit(last, channels, LAST_CHANNELS, 1, 1, 1)));
    return children;
  }

  private static Layer invertedResidual(String name, int in, int out, int expansion, int stride) {
    int hidden = in * expansion;
    List<Layer> layers = new ArrayList<>();
    int index = 0;
    if (expansion != 1) {
      layers.add(unit(name + index++, in, hidden, 1, 1, 1));
    }
    layers.add(unit(name + index++, hidden, hidden, 3, stride, hidden));
    layers.add(Convolution.plain(name + index++, hidden, out, 1, 1, 0));
    layers.add(new BatchNorm(name + index, out));
    Sequence path = new Sequence(layers);
    return stride == 1 && in == out ? new Residual(path, Sequence.of()) : path;
  }

  /** Convolution, batch norm, ReLU6; "same" padding. */
  private static Sequence unit(String name, int in, int out, int kernel, int stride, int groups) {
    return Sequence.of(
        new Convolution(name + ".0", in, out, kernel, stride, kernel / 2, groups, false),
        new BatchNorm(name + ".1", out),
        new Relu6());
  }
}
