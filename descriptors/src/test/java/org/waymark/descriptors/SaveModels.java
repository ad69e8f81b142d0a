package org.waymark.descriptors;

import java.nio.file.Path;
import java.util.List;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.PerturbedWeights;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.network.SeededWeights;

/** Writes the models that {@code src/test/python/goldens.py} describes a picture with. */
final class SaveModels {

  private SaveModels() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    InputSpec input = InputSpec.imageNet(96, 128);
    Network plain = new Network(Backbone.RESNET18, new Pooling.Gem());
    ModelBundle.of(plain, input, SeededWeights.of(plain, 0), Provenance.of(""))
        .save(directory.resolve("resnet18-untrained"));
    for (Backbone backbone : List.of(Backbone.RESNET18, Backbone.RESNET50)) {
      Network network = new Network(backbone, new Pooling.Gem());
      ModelBundle.of(network, input, PerturbedWeights.of(network, 1), Provenance.of(""))
          .save(directory.resolve(backbone.id() + "-perturbed"));
    }
  }
}
