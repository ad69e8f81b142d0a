package org.waymark.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.label.GradedLabels;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.TruthSource;
import picocli.CommandLine.Option;

/** What makes a place the right one for a query. */
final class EvalTruthOptions {

  private static final double SURFACES = 0.25;
  private static final double RADIUS_METRES = 25;

  @Option(
      names = "--gt",
      paramLabel = "FILE",
      description =
          "Truth from a file, [query][place]: labels in .h5 ('fov' or 'sim'), or a .npy of booleans or of 0 to 1.")
  private @Nullable Path file;

  @Option(
      names = "--radius",
      paramLabel = "M",
      description =
          "Truth from positions: right is what is at most so many metres away. Default without --gt and depth: 25.")
  private @Nullable Double radius;

  @Option(
      names = "--positive",
      paramLabel = "X",
      description =
          "Value above which a pair is the same place. Default: 0.25 for overlaps of surfaces, 0.5 for --gt.")
  private @Nullable Double positive;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalTruthOptions() {}

  void check(WaymarkCommand command) {
    command.require(
        positive == null || (positive >= 0 && positive < 1),
        "--positive is an overlap: 0 or more, less than 1");
    command.require(
        radius == null || (radius > 0 && Double.isFinite(radius)), "--radius is above 0 metres");
    command.require(file == null || radius == null, "give --gt or --radius, not both");
    command.require(radius == null || positive == null, "--positive has no meaning with --radius");
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Where the truth comes from, and what people should know of it. */
  record Choice(TruthSource source, String description, @Nullable Double positive) {}

  /** The choice, by what the frames have where none was made. */
  Choice choose(FrameSet queries) {
    if (file != null) {
      double above = positive == null ? GradedLabels.SAME_PLACE_ABOVE : positive;
      return new Choice(
          TruthSource.file(file, above), "%s above %s".formatted(file, number(above)), above);
    }
    boolean depth = queries.isKnown() && queries.frame(0).map(DatasetFrame::hasDepth).orElse(false);
    if (radius == null && depth) {
      double above = positive == null ? SURFACES : positive;
      return new Choice(
          TruthSource.surfaces(above, new ConsoleProgress()),
          "overlap of surfaces above %s".formatted(number(above)),
          above);
    }
    double metres = radius == null ? RADIUS_METRES : radius;
    return new Choice(
        TruthSource.within(metres), "at most %s m apart".formatted(number(metres)), null);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
