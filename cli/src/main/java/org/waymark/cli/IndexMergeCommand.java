package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.MapMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index merge}. */
@Command(
    name = "merge",
    description = {
      "Joins maps of one model and one frame into the next version of a map, without their"
          + " pictures.",
      "Says where they disagree: places that look the same and lie apart."
    })
final class IndexMergeCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MAP",
      arity = "2..*",
      description = "Two maps or more, or single versions of them.")
  private List<Path> maps;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The map's directory; its last part is the map's name.")
  private Path out;

  @Option(
      names = "--apart",
      paramLabel = "METRES",
      description =
          "Places that look the same disagree when they lie farther apart. Default: 2, or 25 for"
              + " positions of GPS.")
  private @Nullable Double apart;

  @Mixin private MapSearchOptions search;

  @Option(names = "--json", description = "Print the counts and the map's manifest as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexMergeCommand() {}

  @Override
  public Integer call() {
    search.check(this);
    require(apart == null || apart > 0, "--apart is a distance above 0");
    long begin = System.nanoTime();
    MapDirectory map = new MapDirectory(out);
    MapMerge.Merged merged =
        new MapMerge(
                search.settings(),
                apart == null ? OptionalDouble.empty() : OptionalDouble.of(apart))
            .merge(maps.stream().map(MapDirectory::new).toList(), map, new ConsoleProgress());
    MapManifest manifest = merged.manifest();
    Path version = map.version(manifest.version());
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (json) {
      ObjectNode node = BuildPrinter.json(manifest, BuildPrinter.bytes(version), seconds);
      node.set("disagreements", Json.tree(merged.disagreements()));
      Json.print(System.out, node);
    } else {
      BuildPrinter.print(manifest, version, seconds, false);
      merged.disagreements().forEach(d -> System.out.println(d.inWords()));
    }
    return 0;
  }
}
