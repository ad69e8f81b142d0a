package org.waymark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark index build}. */
@Command(
    name = "build",
    description = {
      "Builds the next version of a map from recordings with poses, and makes it the current one.",
      "A build that fails changes nothing."
    })
final class IndexBuildCommand extends WaymarkCommand implements Callable<Integer> {

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
  IndexBuildCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    List<Dataset> sources = datasets.stream().map(Datasets::open).toList();
    MapDirectory map = new MapDirectory(out);
    try (DescriptorExtractor extractor = model.open()) {
      MapManifest manifest =
          new MapBuilder(extractor, new MapBuilder.Options(frame, seed, skipBroken))
              .build(sources, map, new ConsoleProgress());
      IndexDescription.print(manifest, json);
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
