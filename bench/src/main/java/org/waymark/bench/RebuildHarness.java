package org.waymark.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.bench.kill.KilledRebuild;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Rebuilds a map with three describing processes, one of which is killed (SIGKILL) half-way, and so
 * is the rebuild itself, which is started again; compares the map with a local build's. Its last
 * line is the verdict; exit code 0 when it is good.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.RebuildHarness \
 *     --frames 2000 --directory DIR
 * </pre>
 */
@Command(name = "RebuildHarness", mixinStandardHelpOptions = true)
public final class RebuildHarness implements Callable<Integer> {

  @Option(names = "--frames", defaultValue = "2000")
  private int frames;

  @Option(names = "--directory", required = true, description = "Empty; for data and logs.")
  private Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RebuildHarness() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new RebuildHarness()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new KilledRebuild(directory, frames).run() ? 0 : 1;
  }
}
