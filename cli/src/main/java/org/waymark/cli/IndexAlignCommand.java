package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.Percentiles;
import org.waymark.indexer.AlignedVersion;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.align.AlignmentOptions;
import org.waymark.indexer.align.FrameFit;
import org.waymark.indexer.align.MapAlignment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index align}. */
@Command(
    name = "align",
    description = {
      "Fits a map's frame to another map's, or to surveyed points, and writes the next version in that frame.",
      "Maps are compared by the places that look alike, most of which need not be right."
    })
final class IndexAlignCommand extends WaymarkCommand implements Callable<Integer> {

  private static final int SURVEYED = 3;
  private static final int MATCHED = 10;
  private static final double SURVEYED_METRES = 0.5;
  private static final double MATCHED_METRES = 1;
  private static final List<Double> PERCENTS = List.of(50.0, 90.0, 100.0);

  @Parameters(paramLabel = "DIR", description = "The map to be moved.")
  private Path directory;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The map whose frame is wanted, built with the same model.")
  private @Nullable Path target;

  @Option(
      names = "--points",
      paramLabel = "FILE.csv",
      description = {
        "Surveyed points instead: columns x,y,z in the wanted frame, and place (the id of a place)",
        "or map_x,map_y,map_z; metres."
      })
  private @Nullable Path points;

  @Option(
      names = "--frame",
      paramLabel = "ID",
      defaultValue = "map",
      description = "With --points: the ROS frame that they are in. Default: ${DEFAULT-VALUE}.")
  private String frame;

  @Option(
      names = "--scale",
      description = "Fit a scale too, for maps whose metre is not one (one camera's odometry).")
  private boolean scale;

  @Option(
      names = "--within",
      paramLabel = "M",
      description =
          "Distance up to which a place and its counterpart agree. Default: 1, with --points 0.5.")
  private @Nullable Double metres;

  @Option(
      names = "--within-degrees",
      paramLabel = "D",
      defaultValue = "30",
      description = "Angle up to which they do, between maps. Default: ${DEFAULT-VALUE}.")
  private double degrees;

  @Option(
      names = "--min-inliers",
      paramLabel = "N",
      description = "How many must agree at least. Default: 10, with --points 3.")
  private @Nullable Integer minInliers;

  @Option(
      names = "--min-share",
      paramLabel = "S",
      defaultValue = "0.25",
      description = "The share of all that must agree at least. Default: ${DEFAULT-VALUE}.")
  private double minShare;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the random choices. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--dry-run", description = "Only show the fit.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexAlignCommand() {}

  @Override
  public Integer call() {
    require((target == null) != (points == null), "give one of --to DIR and --points FILE.csv");
    require(points != null || !given("--frame"), "--frame goes with --points; a map has its own");
    require(metres == null || metres > 0, "--within is a distance above 0");
    require(degrees > 0 && degrees <= 180, "--within-degrees is an angle above 0, up to 180");
    require(minInliers == null || minInliers >= 1, "--min-inliers is a count of 1 and more");
    require(minShare >= 0 && minShare <= 1, "--min-share is a share, 0 to 1");
    MapDirectory map = new MapDirectory(directory);
    Path version = dryRun ? map.current() : map.requireMap();
    try (PlaceMap source = PlaceMap.open(version)) {
      MapAlignment alignment = fit(source);
      MapManifest written =
          dryRun
              ? null
              : AlignedVersion.write(
                  map,
                  source,
                  alignment.recorded(),
                  alignment.frameId(),
                  alignment.geo(),
                  new ConsoleProgress());
      if (json) {
        printJson(source.manifest(), alignment, written);
      } else {
        print(source.manifest(), alignment, written);
      }
    }
    return 0;
  }

  private MapAlignment fit(PlaceMap source) {
    if (points != null) {
      return MapAlignment.toPoints(source, points, frame, options(SURVEYED_METRES, SURVEYED));
    }
    if (target == null) {
      throw new IllegalStateException("checked before");
    }
    try (PlaceMap other = PlaceMap.open(new MapDirectory(target).current())) {
      return MapAlignment.toMap(
          source, other, options(MATCHED_METRES, MATCHED), new ConsoleProgress());
    }
  }

  private AlignmentOptions options(double usualMetres, int usualInliers) {
    return new AlignmentOptions(
        scale,
        metres == null ? usualMetres : metres,
        degrees,
        minInliers == null ? usualInliers : minInliers,
        minShare,
        seed);
  }

  private static void print(
      MapManifest source, MapAlignment alignment, @Nullable MapManifest written) {
    FrameFit fit = alignment.fit();
    Pose rigid = fit.transform().rigid();
    Table table = new Table("map", source.name() + "/" + source.version());
    table.row("fitted to", alignment.target());
    table.row("scale", Table.number(fit.transform().scale(), 6));
    table.row("translation", numbers(3, rigid.x(), rigid.y(), rigid.z()) + " m");
    table.row("rotation (x y z w)", numbers(6, rigid.qx(), rigid.qy(), rigid.qz(), rigid.qw()));
    table.row(
        "agreeing",
        "%d of %d%s"
            .formatted(
                fit.inliers().size(),
                alignment.pairs(),
                fit.oriented() ? ", by chance %s".formatted(Table.number(fit.chance(), 1)) : ""));
    table.row("distance", percentiles(fit.inlierMetres()) + " m (median, p90, max)");
    if (fit.oriented()) {
      table.row("angle", percentiles(fit.inlierDegrees()) + " deg (median, p90, max)");
    }
    System.out.print(table);
    if (written == null) {
      System.out.println("Nothing was written.");
    } else {
      System.out.printf(
          "Wrote %s/%s in frame '%s'; it is the current version.%n",
          written.name(), written.version(), written.frameId());
    }
  }

  private static String numbers(int decimals, double... values) {
    return String.join(
        " ", Arrays.stream(values).mapToObj(v -> Table.number(v, decimals)).toList());
  }

  private static String percentiles(Percentiles values) {
    return String.join(" / ", PERCENTS.stream().map(p -> Table.number(values.at(p), 3)).toList());
  }

  private static void printJson(
      MapManifest source, MapAlignment alignment, @Nullable MapManifest written) {
    FrameFit fit = alignment.fit();
    Pose rigid = fit.transform().rigid();
    ObjectNode node =
        Json.object()
            .put("map", source.name())
            .put("from_version", source.version())
            .put("target", alignment.target())
            .put("frame", alignment.frameId())
            .put("scale", fit.transform().scale());
    node.putArray("translation").add(rigid.x()).add(rigid.y()).add(rigid.z());
    node.putArray("rotation").add(rigid.qx()).add(rigid.qy()).add(rigid.qz()).add(rigid.qw());
    node.put("pairs", alignment.pairs()).put("inliers", fit.inliers().size());
    Json.put(node, "inliers_by_chance", fit.oriented() ? fit.chance() : Double.NaN);
    Map<String, Double> percents = Map.of("median", 50.0, "p90", 90.0, "max", 100.0);
    Json.putPercentile(node, "distance_m", fit.inlierMetres(), percents);
    if (fit.oriented()) {
      Json.putPercentile(node, "angle_deg", fit.inlierDegrees(), percents);
    }
    node.put("version", written == null ? null : written.version());
    Json.print(System.out, node);
  }
}
