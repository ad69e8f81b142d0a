package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageFiles;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index}. */
@Command(
    name = "index",
    description = "Maps: build them, look at them, ask them.",
    subcommands = {
      IndexCommand.BuildCommand.class,
      IndexCommand.InfoCommand.class,
      IndexCommand.QueryCommand.class
    })
final class IndexCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: index build, info or query?");
  }

  /** {@code waymark index build}. */
  @Command(
      name = "build",
      description = {
        "Builds the next version of a map from recordings with poses, and makes it the current one.",
        "A build that fails changes nothing."
      })
  static final class BuildCommand extends WaymarkCommand implements Callable<Integer> {

    @Option(
        names = "--dataset",
        paramLabel = "SPEC",
        required = true,
        description = "A recording with poses; may be repeated.")
    private List<String> datasets;

    @Mixin private ModelOptions model;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "The map's directory, e.g. maps/office; its last part is the map's name.")
    private Path out;

    @Option(
        names = "--frame",
        paramLabel = "ID",
        defaultValue = "map",
        description = "The ROS frame that the poses are in. Default: ${DEFAULT-VALUE}.")
    private String frame;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "0",
        description = "Of the order in which places are added. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--skip-broken", description = "Leave out frames with broken pictures.")
    private boolean skipBroken;

    @Option(names = "--json", description = "Print the map's manifest as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    BuildCommand() {}

    @Override
    public Integer call() {
      model.check(this);
      List<Dataset> sources = datasets.stream().map(Datasets::open).toList();
      MapDirectory map = new MapDirectory(out);
      try (DescriptorExtractor extractor = model.open()) {
        MapManifest manifest =
            new MapBuilder(extractor, new MapBuilder.Options(frame, seed, skipBroken))
                .build(sources, map, new ConsoleProgress());
        print(manifest, json);
        if (!json) {
          long skipped = manifest.sources().stream().mapToLong(s -> s.skipped().size()).sum();
          if (skipped > 0) {
            System.out.printf(
                "%d frames with broken pictures were left out; map.json lists them.%n", skipped);
          }
        }
      }
      return 0;
    }
  }

  /** {@code waymark index info}. */
  @Command(name = "info", description = "Shows what a map holds.")
  static final class InfoCommand extends WaymarkCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The map, or one version of it.")
    private Path directory;

    @Option(names = "--json", description = "Print the map's manifest as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    InfoCommand() {}

    @Override
    public Integer call() {
      try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
        print(map.manifest(), json);
      }
      return 0;
    }
  }

  /** {@code waymark index query}. */
  @Command(name = "query", description = "Shows the places that a picture looks most like.")
  static final class QueryCommand extends WaymarkCommand implements Callable<Integer> {

    @Option(names = "--map", paramLabel = "DIR", required = true, description = "The map.")
    private Path directory;

    @Parameters(paramLabel = "IMAGE", description = "A JPEG or PNG file.")
    private Path image;

    @Mixin private ModelOptions model;

    @Option(
        names = "-k",
        paramLabel = "N",
        defaultValue = "5",
        description = "How many places. Default: ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    QueryCommand() {}

    @Override
    public Integer call() {
      require(k >= 1, "-k is a count of 1 and more");
      model.check(this);
      try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
        var bundle = model.bundle();
        map.requireModel(bundle.id(), bundle.name());
        try (DescriptorExtractor extractor = model.open()) {
          List<Match> matches = map.search(describe(extractor), k);
          if (json) {
            printJson(matches);
          } else {
            printTable(matches);
          }
        }
      }
      return 0;
    }

    private float[] describe(DescriptorExtractor extractor) {
      try {
        if (!Files.isRegularFile(image)) {
          throw new WaymarkException("there is no picture %s".formatted(image.toAbsolutePath()));
        }
        return extractor.describe(ImageFiles.read(image));
      } catch (IOException | ImageRejectedException e) {
        throw new WaymarkException(
            "picture %s cannot be used: %s".formatted(image, e.getMessage()), e);
      }
    }

    private void printJson(List<Match> matches) {
      ObjectNode node = Json.object().put("image", image.toString());
      ArrayNode places = node.putArray("places");
      for (Match match : matches) {
        Pose pose = match.place().pose();
        ObjectNode place =
            places
                .addObject()
                .put("place", match.place().id())
                .put("session", match.place().session())
                .put("distance", match.distance());
        place.putArray("position").add(pose.x()).add(pose.y()).add(pose.z());
        place.putArray("orientation").add(pose.qx()).add(pose.qy()).add(pose.qz()).add(pose.qw());
      }
      Json.print(System.out, node);
    }

    private static void printTable(List<Match> matches) {
      Table table = new Table("", "place", "distance", "x", "y", "z");
      for (int i = 0; i < matches.size(); i++) {
        Match match = matches.get(i);
        Pose pose = match.place().pose();
        table.row(
            Integer.toString(i + 1),
            match.place().id(),
            Table.number(match.distance(), 4),
            Table.number(pose.x(), 2),
            Table.number(pose.y(), 2),
            Table.number(pose.z(), 2));
      }
      System.out.print(table);
    }
  }

  private static void print(MapManifest manifest, boolean json) {
    if (json) {
      Json.print(System.out, manifest);
      return;
    }
    MapManifest.Extent extent = manifest.extent();
    Table table = new Table("map", manifest.name() + "/" + manifest.version());
    table.row("places", Long.toString(manifest.places()));
    table.row(
        "extent",
        "%s x %s x %s m"
            .formatted(
                Table.number(extent.maxX() - extent.minX(), 1),
                Table.number(extent.maxY() - extent.minY(), 1),
                Table.number(extent.maxZ() - extent.minZ(), 1)));
    table.row("frame", manifest.frameId());
    table.row("search", manifest.build().search().name().toLowerCase(java.util.Locale.ROOT));
    table.row("model", manifest.modelName());
    table.row("model id", manifest.modelId());
    table.row("descriptor", manifest.descriptorSize() + " numbers");
    manifest.sources().forEach(source -> table.row("from", source.spec()));
    table.row("built", manifest.createdAt());
    System.out.print(table);
  }
}
