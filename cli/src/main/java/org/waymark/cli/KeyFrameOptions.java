package org.waymark.cli;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.waymark.indexer.build.KeyFrameChoice;
import picocli.CommandLine.Option;

/** Which frames of a recording become places. */
final class KeyFrameOptions {

  @Option(
      names = "--keyframe-distance",
      paramLabel = "METRES",
      description =
          "A frame becomes a place this far from the last one of its drive. Default: 0.5, or 5 for"
              + " positions of GPS.")
  private @Nullable Double distance;

  @Option(
      names = "--keyframe-angle",
      paramLabel = "DEGREES",
      description =
          "Or when the camera has turned this far. Default: 15, or 30 for positions of GPS.")
  private @Nullable Double angle;

  @Option(
      names = "--keyframe-change",
      paramLabel = "SHARE",
      description =
          "Or when its descriptor has come this far, as a share of the distance of unrelated"
              + " pictures. Default: 0.5.")
  private @Nullable Double change;

  @Option(
      names = "--keep-all",
      description = "Every frame becomes a place, but for copies of the one before.")
  private boolean keepAll;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeyFrameOptions() {}

  void check(WaymarkCommand command) {
    requireThreshold(command, "--keyframe-distance", distance);
    requireThreshold(command, "--keyframe-angle", angle);
    requireThreshold(command, "--keyframe-change", change);
    command.require(
        !keepAll || (distance == null && angle == null && change == null),
        "--keep-all takes every frame; leave it out, or the thresholds of key frames");
  }

  private static void requireThreshold(
      WaymarkCommand command, String option, @Nullable Double value) {
    command.require(value == null || value > 0, option + " is above 0; all frames: --keep-all");
  }

  KeyFrameChoice choice() {
    return new KeyFrameChoice(optional(distance), optional(angle), optional(change), keepAll);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
