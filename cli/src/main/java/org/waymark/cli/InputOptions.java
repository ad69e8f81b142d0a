package org.waymark.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.InputSpec;
import picocli.CommandLine.Option;

/** What a network takes. */
final class InputOptions {

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

  @Option(
      names = "--input",
      paramLabel = "HEIGHTxWIDTH",
      required = true,
      description = "Size of the pictures that the network takes, e.g. 480x640, height first.")
  private String size;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      description = "Subtracted from channels in [0, 1]. Default: ImageNet's, 0.485,0.456,0.406.")
  private @Nullable List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      description = "Divides channels then. Default: ImageNet's, 0.229,0.224,0.225.")
  private @Nullable List<Double> std;

  @Option(
      names = "--resize",
      paramLabel = "RULE",
      defaultValue = InputSpec.PILLOW_BILINEAR,
      description = "How pictures come to that size. Default: ${DEFAULT-VALUE}.")
  private String resize;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  InputOptions() {}

  /** The input; what cannot be is a wrong use of the command that was given it. */
  InputSpec spec(WaymarkCommand command) {
    Matcher sides = SIZE.matcher(size);
    command.require(sides.matches(), "--input is a height and a width, e.g. 480x640");
    try {
      return new InputSpec(
          Integer.parseInt(sides.group(1)),
          Integer.parseInt(sides.group(2)),
          mean == null ? InputSpec.IMAGENET_MEAN : mean,
          std == null ? InputSpec.IMAGENET_STD : std,
          resize);
    } catch (IllegalArgumentException e) {
      throw command.wrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
