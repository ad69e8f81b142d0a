package org.waymark.bench;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;

/**
 * The model of a benchmark: a bundle's directory, or {@code BACKBONE:HEIGHTxWIDTH} with GeM pooling
 * and random weights, e.g. {@code resnet50:480x640}. What the weights are does not change the time.
 */
final class BenchModel {

  private static final Pattern FORM = Pattern.compile("([a-z0-9_-]+):([0-9]{1,4})x([0-9]{1,4})");

  private BenchModel() {}

  static ModelBundle of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return ModelBundle.load(Path.of(text));
    }
    InputSpec input =
        InputSpec.imageNet(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    Network network = new Network(Backbone.named(matcher.group(1)), Pooling.named("gem"));
    try {
      return ModelBundle.untrained(network, 0, input);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("%s: %s".formatted(text, e.getMessage()), e);
    }
  }
}
