package org.waymark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.progress.ProgressReporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waymark demo}. */
@Command(
    name = "demo",
    description = {
      "Shows the whole way on this machine, with nothing else installed: a Kafka broker, a map, a robot that drives, and its",
      "poses. Without --dataset the robot drives through a simulated building."
    })
final class DemoCommand extends WaymarkCommand implements Callable<Integer> {

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
      defaultValue = "150",
      description = "Frames of each simulated drive. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The broker's port on 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--exit", description = "Return when the drive is over instead of staying up.")
  private boolean exit;

  @Option(names = "--json", description = "Print one JSON object, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (!(rate >= 0 && rate <= 1000)) {
      throw new ParameterException(
          spec.commandLine(), "--rate is a speed: 1 as recorded, 0 as fast as it goes");
    }
    if (frames < 1) {
      throw new ParameterException(spec.commandLine(), "--frames is a count of 1 and more");
    }
    DemoPrinter printer = new DemoPrinter(json ? System.err : System.out, !json);
    ProgressReporter progress = new ConsoleProgress();
    try (Demo demo =
        new Demo(
            new Demo.Settings(
                Optional.ofNullable(dataset).map(DatasetSpec::parse),
                model.bundle(),
                model.extractorOptions(),
                rate,
                seed,
                frames,
                port),
            printer,
            progress)) {
      // Ctrl-C closes too: the demo's files are temporary.
      Thread onInterrupt = new Thread(demo::close, "waymark-demo-close");
      Runtime.getRuntime().addShutdownHook(onInterrupt);
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
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
      return report.complete() ? 0 : 1;
    }
  }
}
