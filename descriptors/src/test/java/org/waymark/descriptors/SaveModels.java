package org.waymark.descriptors;

import java.nio.file.Path;
import java.util.List;
import org.waymark.descriptors.network.PerturbedWeights;
import org.waymark.descriptors.network.ResNet;
import org.waymark.descriptors.network.SeededWeights;

/** Writes the models that {@code src/test/python/goldens.py} describes a picture with. */
final class SaveModels {

  private SaveModels() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    InputSpec input = InputSpec.imageNet(96, 128);
    ModelBundle.of(ResNet.RESNET18, input, SeededWeights.of(ResNet.RESNET18, 0), Provenance.of(""))
        .save(directory.resolve("resnet18-untrained"));
    for (ResNet network : List.of(ResNet.RESNET18, ResNet.RESNET50)) {
      ModelBundle.of(network, input, PerturbedWeights.of(network, 1), Provenance.of(""))
          .save(directory.resolve(network.id() + "-perturbed"));
    }
  }
}
