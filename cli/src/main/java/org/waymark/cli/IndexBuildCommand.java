package org.waymark.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.Dataset;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark index build}. */
@Command(
    name = "build",
    description = {
      "Builds the next version of a map from recordings with poses, and makes it the current one.",
      "A build that fails leaves the versions as they were. Ended, it keeps what it has described:"
          + " the same command goes on from there."
    })
final class IndexBuildCommand extends WaymarkCommand implements Callable<Integer> {

  @Mixin private MapBuildOptions options;

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "Print the counts and the map's manifest as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexBuildCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    options.check(this);
    List<Dataset> sources = options.open();
    try (DescriptorExtractor extractor = model.open()) {
      options.build(sources, new MapBuilder(extractor, options.options()), json);
    }
    return 0;
  }
}
