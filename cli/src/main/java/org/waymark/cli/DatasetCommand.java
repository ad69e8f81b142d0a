package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waymark dataset}. */
@Command(
    name = "dataset",
    description = "Recordings on disk, and simulated ones.",
    subcommands = {
      DatasetInfoCommand.class,
      DatasetConvertCommand.class,
      DatasetKindsCommand.class,
      DatasetLabelCommand.class,
      DatasetCommand.SynthCommand.class
    })
final class DatasetCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: dataset info, convert, kinds, label or synth?");
  }

  /** {@code waymark dataset synth}. */
  @Command(
      name = "synth",
      description = {
        "Renders a simulated building, through which a robot drives twice, in the layout of 7-Scenes.",
        "The first drive is the train split, the second the test split. Poses and depth are exact."
      })
  static final class SynthCommand extends WaymarkCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
    private Path out;

    @Option(
        names = "--world",
        paramLabel = "NAME",
        defaultValue = "office",
        description = "Which kind of building. Default: ${DEFAULT-VALUE}.")
    private String world;

    @Option(
        names = "--frames",
        paramLabel = "N",
        defaultValue = "150",
        description = "Frames of each drive, 10 per second. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "0",
        description = "Of the building, the drives and the light. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    SynthCommand() {}

    @Override
    public Integer call() {
      require(frames >= 1, "--frames is a count of 1 and more");
      SynthDataset.write(
          out, World.named(world, seed), new SynthOptions(frames), new ConsoleProgress());
      System.out.printf(
          "Rendered 2 x %d frames; use them as 7scenes:%s?split=train&hz=10 and ...split=test%n",
          frames, out);
      return 0;
    }
  }
}
