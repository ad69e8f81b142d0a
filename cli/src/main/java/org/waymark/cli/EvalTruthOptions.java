package org.waymark.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.TruthFile;
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
          "Truth from positions: right is what is at most so many metres away. Default for GPS positions: 25.")
  private @Nullable Double radius;

  @Option(
      names = "--positive",
      paramLabel = "X",
      description =
          "Value above which a pair is the same place. Default: 0.25 for overlaps of surfaces, 0.5 for --gt.")
  private @Nullable Double positive;

  private @Nullable GroundTruth fromFile;

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

  boolean hasFile() {
    return file != null;
  }

  /** What the file of {@code --gt} says, read once. */
  GroundTruth fromFile() {
    if (fromFile == null) {
      fromFile = TruthFile.read(Objects.requireNonNull(file), positiveInFile());
    }
    return fromFile;
  }

  private double positiveInFile() {
    return positive == null ? GradedLabels.SAME_PLACE_ABOVE : positive;
  }

  /** Where the truth comes from, and what people should know of it. */
  record Choice(TruthSource source, String description, @Nullable Double positive) {}

  /**
   * The choice, by what the frames have where none was made.
   *
   * @throws WaymarkException when there is no choice that suits these frames
   */
  Choice choose(FrameSet queries) {
    if (file != null) {
      double above = positiveInFile();
      return new Choice(
          TruthSource.file(file, fromFile()), "%s above %s".formatted(file, plain(above)), above);
    }
    if (radius != null) {
      return within(radius);
    }
    if (queries.isKnown() && queries.frame(0).map(DatasetFrame::hasDepth).orElse(false)) {
      double above = positive == null ? SURFACES : positive;
      return new Choice(
          TruthSource.surfaces(above, new ConsoleProgress()),
          "overlap of surfaces above %s".formatted(plain(above)),
          above);
    }
    if (positive != null) {
      throw new WaymarkException(
          "--positive is an overlap, and %s has no depth to compute one from: give the truth with --gt, or --radius in place of --positive"
              .formatted(queries.name()));
    }
    if (queries.isKnown()
        && queries.pose(0).isPresent()
        && queries.frame(0).flatMap(DatasetFrame::position).isEmpty()) {
      throw new WaymarkException(
          "%s has poses but no depth, and how far a right place may be away depends on the scene: give --radius M (metres), or the truth with --gt"
              .formatted(queries.name()));
    }
    return within(RADIUS_METRES);
  }

  private static Choice within(double metres) {
    return new Choice(
        TruthSource.within(metres), "at most %s m apart".formatted(plain(metres)), null);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
