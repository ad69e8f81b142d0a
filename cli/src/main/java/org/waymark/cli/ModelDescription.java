package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.ModelSpec;
import org.waymark.descriptors.WhiteningSpec;

/** What a model is, for people and for programs. */
final class ModelDescription {

  private ModelDescription() {}

  static ObjectNode json(ModelBundle model) {
    ObjectNode node = Json.object().put("id", model.id()).put("name", model.name());
    if (!model.spec().isScript()) {
      node.put("parameters", parameters(model));
    }
    node.set("spec", Json.tree(model.spec()));
    return node;
  }

  static Table table(ModelBundle model) {
    ModelSpec spec = model.spec();
    InputSpec input = spec.input();
    Table table = new Table("model", model.name());
    table.row("id", model.id());
    table.row("network", spec.title());
    if (!spec.isScript()) {
      table.row("parameters", "%,d".formatted(parameters(model)));
    }
    table.row("input", "%d x %d pixels (height x width)".formatted(input.height(), input.width()));
    table.row("resize", input.resize());
    table.row("mean", numbers(input.mean()));
    table.row("std", numbers(input.std()));
    table.row("descriptor", spec.descriptorSize() + " numbers");
    WhiteningSpec whitening = spec.whitening();
    if (whitening != null) {
      table.row(
          "whitening", "from %d numbers, %s".formatted(whitening.inputSize(), fit(whitening)));
    }
    if (!spec.provenance().text().isEmpty()) {
      table.row("from", spec.provenance().text());
    }
    spec.provenance().training().forEach((key, value) -> table.row(key, String.valueOf(value)));
    return table;
  }

  private static String fit(WhiteningSpec whitening) {
    return switch (whitening.fittedOn()) {
      case WhiteningSpec.MAP ->
          "fitted to the map that is searched (transductive: figures hold for that map alone)";
      case WhiteningSpec.TRAINING -> "fitted to training pictures";
      case "" -> "fitted to what nobody recorded";
      default -> "fitted to: " + whitening.fittedOn();
    };
  }

  private static long parameters(ModelBundle model) {
    return model.weights().tensors().values().stream().mapToLong(t -> t.values().length).sum();
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
