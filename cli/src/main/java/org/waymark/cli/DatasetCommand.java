package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.DatasetSummary;
import org.waymark.core.dataset.Datasets;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark dataset}. */
@Command(
    name = "dataset",
    description = "Recordings on disk, and simulated ones.",
    subcommands = {
      DatasetCommand.InfoCommand.class,
      DatasetLabelCommand.class,
      DatasetCommand.SynthCommand.class
    })
final class DatasetCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: dataset info, dataset label or dataset synth?");
  }

  /** {@code waymark dataset info}. */
  @Command(
      name = "info",
      description = "Reads all poses and says what a data set holds and what is wrong with it.")
  static final class InfoCommand extends WaymarkCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SPEC", description = "The data set, e.g. 7scenes:/data/heads")
    private String dataset;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    InfoCommand() {}

    @Override
    public Integer call() {
      DatasetSummary summary = DatasetSummary.of(Datasets.open(dataset), new ConsoleProgress());
      if (json) {
        Json.print(System.out, json(summary));
      } else {
        print(summary);
      }
      return summary.problems().isEmpty() ? 0 : 1;
    }

    private static ObjectNode json(DatasetSummary s) {
      ObjectNode node =
          Json.object()
              .put("dataset", s.spec())
              .put("frames", s.frames())
              .put("poses", s.poses())
              .put("depth", s.depth());
      s.framesBySequence().forEach(node.putObject("sequences")::put);
      Json.put(node, "path_length_m", s.pathLengthMetres());
      Json.put(node, "seconds", s.seconds());
      var extent = node.putArray("extent_m");
      s.extentMetres().forEach(extent::add);
      var problems = node.putArray("problems");
      s.problems().forEach(problems::add);
      return node;
    }

    private static void print(DatasetSummary s) {
      Table table = new Table("data set", s.spec());
      table.row("frames", Long.toString(s.frames()));
      s.framesBySequence().forEach((name, count) -> table.row("  " + name, count.toString()));
      table.row("with pose", Long.toString(s.poses()));
      table.row("with depth", Long.toString(s.depth()));
      table.row("pictures", s.pictures());
      table.row("duration", Table.number(s.seconds(), 1) + " s");
      if (s.poses() > 0) {
        table.row("path", Table.number(s.pathLengthMetres(), 1) + " m");
        table.row(
            "extent",
            "%s x %s x %s m"
                .formatted(s.extentMetres().stream().map(v -> Table.number(v, 1)).toArray()));
      }
      System.out.print(table);
      s.problems().forEach(problem -> System.out.println("problem: " + problem));
    }
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
