package org.waymark.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.bench.kill.KilledReplay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Replays frames of several robots through localizers, and a broker, that are killed (SIGKILL) at
 * random moments and started again, and compares what a {@code read_committed} consumer sees with an
 * undisturbed run. Its last line is the verdict; exit code 0 when it is good.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.KillHarness \
 *     --frames 10000 --robots 5 --kills 20 --broker-kills 5 --instances 2 --directory DIR
 * </pre>
 */
@Command(name = "KillHarness", mixinStandardHelpOptions = true)
public final class KillHarness implements Callable<Integer> {

  @Option(names = "--frames", defaultValue = "10000")
  private int frames;

  @Option(names = "--robots", defaultValue = "5")
  private int robots;

  @Option(names = "--kills", defaultValue = "20", description = "Of localizers.")
  private int kills;

  @Option(names = "--broker-kills", defaultValue = "5")
  private int brokerKills;

  @Option(names = "--instances", defaultValue = "1")
  private int instances;

  @Option(names = "--seed", defaultValue = "1")
  private long seed;

  @Option(names = "--directory", required = true, description = "Empty; for data and logs.")
  private Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KillHarness() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new KillHarness()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new KilledReplay(
                directory,
                new KilledReplay.Plan(frames, robots, kills, brokerKills, instances, seed))
            .run()
        ? 0
        : 1;
  }
}
