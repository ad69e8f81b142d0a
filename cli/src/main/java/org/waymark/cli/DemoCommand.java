package org.waymark.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.waymark.core.dataset.DatasetSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark demo}. */
@Command(
    name = "demo",
    description = {
      "Shows the whole way on this machine: a Kafka broker, a map, a robot that drives, and its poses.",
      "Nothing else needs to be installed. Without --dataset the robot drives through a simulated building."
    })
final class DemoCommand extends WaymarkCommand implements Callable<Integer> {

  private static final int MAX_RATE = 1000;

  /** As shells count an end by SIGINT. */
  private static final int INTERRUPTED = 130;

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      description = "A recording with train and test split, e.g. 7scenes:/data/heads")
  private @Nullable String dataset;

  @Mixin private ModelOptions model;

  @Option(
      names = "--rate",
      paramLabel = "X",
      defaultValue = "1",
      description = {
        "1 is recorded speed in live mode, 0 is replay mode: every frame, as fast as it goes.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the simulated building and the map's order. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "120",
      description = "Frames of each simulated drive. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The broker's port on 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--skip-broken",
      description = "Leave frames with broken pictures out of the map.")
  private boolean skipBroken;

  @Option(names = "--exit", description = "Return when the drive is over instead of staying up.")
  private boolean exit;

  @Option(names = "--json", description = "Print one JSON object, and nothing else.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    require(
        rate >= 0 && rate <= MAX_RATE,
        "--rate is a speed, 0 to %d: 1 as recorded, 0 as fast as it goes".formatted(MAX_RATE));
    require(frames >= 1, "--frames is a count of 1 and more");
    requirePort("--port", port);
    model.check(this);
    Demo.Settings settings =
        new Demo.Settings(
            Optional.ofNullable(dataset).map(DatasetSpec::parse),
            model.bundle(),
            model.extractorOptions(),
            rate,
            seed,
            frames,
            skipBroken,
            port);
    DemoPrinter printer = new DemoPrinter(json ? System.err : System.out, !json);
    Demo demo = new Demo(settings, printer, new ConsoleProgress());
    // Ctrl-C closes too: the demo's files are temporary.
    Thread onInterrupt = new Thread(() -> stop(demo), "waymark-demo-stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try (demo) {
      return run(demo, printer);
    } catch (RuntimeException | InterruptedException e) {
      if (demo.stopped()) {
        return INTERRUPTED;
      }
      throw e;
    } finally {
      if (!demo.stopped()) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
      }
    }
  }

  private int run(Demo demo, DemoPrinter printer) throws InterruptedException {
    DemoReport report = demo.run();
    if (json) {
      Json.print(System.out, report.toJson());
    } else {
      printer.summary(report);
    }
    if (!exit) {
      printer.staysUp(demo.bootstrapServers());
      new CountDownLatch(1).await();
    }
    return report.complete() ? 0 : 1;
  }

  private static void stop(Demo demo) {
    // What libraries say about being interrupted is no news.
    Logging.off();
    try {
      demo.stop(STOP_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
