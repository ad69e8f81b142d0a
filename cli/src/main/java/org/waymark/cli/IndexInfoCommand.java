package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index info}. */
@Command(name = "info", description = "Shows what a map holds.")
final class IndexInfoCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The map, or one version of it.")
  private Path directory;

  @Option(names = "--json", description = "Print the map's manifest as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexInfoCommand() {}

  @Override
  public Integer call() {
    try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
      IndexDescription.print(map.manifest(), json);
    }
    return 0;
  }
}
