package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.testbed.world.Session;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;
import org.waymark.testbed.world.drive.DriveKind;
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
        "The first drive is the train split, the second the test split. Poses and depth are exact.",
        "All drives but the tour come with odometry that drifts. They are:",
        "  tour      once around; the second drive repeats the first",
        "  patrol    to and fro several times, with stops and changing speed",
        "  kidnap    picked up twice and set down elsewhere; the wheels do not notice",
        "  aliased   begins in one of two wings that look the same (world twins)",
        "  reverse   partly against the direction in which everything was mapped",
        "  unmapped  comes through a part that was never mapped"
      })
  static final class SynthCommand extends WaymarkCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
    private Path out;

    @Option(
        names = "--world",
        paramLabel = "NAME",
        description = "Which kind of building: office or twins. Default: what suits the drive.")
    private @Nullable String world;

    @Option(
        names = "--drive",
        paramLabel = "NAME",
        defaultValue = "tour",
        description = "What happens on the second drive. Default: ${DEFAULT-VALUE}.")
    private String drive;

    @Option(
        names = "--frames",
        paramLabel = "N",
        defaultValue = "150",
        description = "Frames of the second drive, 10 per second. Default: ${DEFAULT-VALUE}.")
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
      DriveKind kind = DriveKind.named(drive);
      World building = World.named(world == null ? kind.world() : world, seed);
      SynthOptions options = new SynthOptions(frames, SynthOptions.DEFAULT_LENS, kind);
      SynthDataset.write(out, building, options, new ConsoleProgress());
      System.out.printf(
          "Rendered %d and %d frames; use them as 7scenes:%s?split=train&hz=10 and ...split=test%n",
          building.drive(kind, Session.MAPPING, frames, seed).poses().size(), frames, out);
      return 0;
    }
  }
}
