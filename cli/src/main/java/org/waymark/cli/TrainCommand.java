package org.waymark.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.core.StopSignal;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.trainer.SiteSpec;
import org.waymark.trainer.StartingWeights;
import org.waymark.trainer.Trainer;
import org.waymark.trainer.TrainingMachine;
import org.waymark.trainer.TrainingReport;
import org.waymark.trainer.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark train}. */
@Command(
    name = "train",
    description = {
      "Trains a network on pictures with graded similarity labels.",
      "The folder --out holds settings, checkpoints, metrics, plots and the model. Stop it at any time with Ctrl-C; --resume goes on."
    })
final class TrainCommand extends WaymarkCommand implements Callable<Integer> {

  /** How long Ctrl-C waits for the step under way and its checkpoint. */
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      description = "Pictures to learn from: the labels' rows. Give it again for further sites.")
  private List<String> datasets = new ArrayList<>();

  @Option(
      names = "--map",
      paramLabel = "SPEC",
      description = "Pictures to pair them with: the labels' columns. Default: --dataset itself.")
  private List<String> maps = new ArrayList<>();

  @Option(
      names = "--labels",
      paramLabel = "GT.h5",
      description = "Graded labels, one file for each --dataset, made by: waymark dataset label")
  private List<Path> labels = new ArrayList<>();

  @Option(
      names = "--val-queries",
      paramLabel = "SPEC",
      description = "Pictures to validate with after each pass.")
  private List<String> validationQueries = new ArrayList<>();

  @Option(
      names = "--val-map",
      paramLabel = "SPEC",
      description = "Pictures that they should find. Default: --val-queries itself.")
  private List<String> validationMaps = new ArrayList<>();

  @Option(names = "--val-labels", paramLabel = "GT.h5", description = "Their labels.")
  private List<Path> validationLabels = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the run. The finished model is DIR/model.")
  private Path out;

  @Option(names = "--resume", description = "Go on with the run in --out, with its settings.")
  private boolean resume;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Weights to start from. Default: random ones.")
  private @Nullable Path model;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "Such as resnet18 or vgg16. Default: resnet18, or the model's.")
  private @Nullable String backbone;

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "GeM, max, avg or NetVLAD. Default: GeM, or the model's.")
  private @Nullable String pooling;

  @Option(
      names = "--input",
      paramLabel = "HxW",
      description = "Height and width of the network's input. Default: 480x640, or the model's.")
  private @Nullable String input;

  @Mixin private TrainingOptions options;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TrainCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TrainingPrinter printer = new TrainingPrinter(System.err);
    Trainer trainer = resume ? resumed(printer) : begun(printer);
    if (!json) {
      System.out.printf(
          "Training %s on %d sites%s; the run is in %s%n",
          trainer.settings().network().title(),
          trainer.settings().sites().size(),
          trainer.settings().validation().isEmpty() ? ", without validation" : "",
          out);
    }
    try (StopSignal _ = stopSignal(trainer)) {
      TrainingReport report = trainer.run();
      if (json) {
        Json.print(System.out, TrainingPrinter.json(report, out));
      } else {
        System.out.println(TrainingPrinter.text(report, out));
      }
    }
    return 0;
  }

  /** A first Ctrl-C, or a kill, ends the step under way and saves; a second one ends at once. */
  private static StopSignal stopSignal(Trainer trainer) {
    Runnable stop =
        () -> {
          trainer.stop();
          System.err.println(
              "Ending with the step under way; go on with: waymark train --resume --out DIR");
        };
    return StopSignal.asks(stop, STOP_PATIENCE, "ended without waiting for the step under way");
  }

  private Trainer resumed(TrainingPrinter printer) {
    for (String option :
        List.of(
            "--dataset",
            "--map",
            "--labels",
            "--val-queries",
            "--val-map",
            "--val-labels",
            "--model",
            "--backbone",
            "--pool",
            "--input")) {
      require(
          !given(option),
          "%s is of a run that begins; --resume takes the run's own".formatted(option));
    }
    options.requireNoneOfTheRun(this);
    return Trainer.resume(out, given("--passes") ? options.passes() : 0, machine(), printer);
  }

  private Trainer begun(TrainingPrinter printer) {
    require(!datasets.isEmpty(), "name the pictures to learn from with --dataset");
    List<SiteSpec> sites = sites("--dataset", datasets, "--map", maps, "--labels", labels);
    List<SiteSpec> validation =
        sites(
            "--val-queries",
            validationQueries,
            "--val-map",
            validationMaps,
            "--val-labels",
            validationLabels);
    @Nullable ModelBundle first = model == null ? null : ModelBundle.load(model);
    Network network = network(first);
    long seed = options.seed();
    StartingWeights weights =
        first == null
            ? StartingWeights.random(network, seed)
            : StartingWeights.of(first, network, seed);
    TrainingSettings settings =
        options.settings(this, network, inputSpec(first), weights.text(), sites, validation);
    return Trainer.start(settings, weights.weights(), out, machine(), printer);
  }

  private List<SiteSpec> sites(
      String queriesOption,
      List<String> queries,
      String placesOption,
      List<String> places,
      String labelsOption,
      List<Path> files) {
    require(
        files.size() == queries.size(),
        "%s needs a %s for each: there are %d and %d"
            .formatted(queriesOption, labelsOption, queries.size(), files.size()));
    require(
        places.isEmpty() || places.size() == queries.size(),
        "%s is given for each %s, or for none".formatted(placesOption, queriesOption));
    List<SiteSpec> sites = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      String map = places.isEmpty() ? queries.get(i) : places.get(i);
      sites.add(SiteSpec.of(queries.get(i), map, files.get(i)));
    }
    return sites;
  }

  private Network network(@Nullable ModelBundle first) {
    Network theirs =
        first == null ? new Network(Backbone.RESNET18, new Pooling.Gem()) : first.spec().network();
    return new Network(
        backbone == null ? theirs.backbone() : Backbone.named(backbone),
        pooling == null ? theirs.pooling() : Pooling.named(pooling));
  }

  private InputSpec inputSpec(@Nullable ModelBundle first) {
    if (input == null) {
      return first == null ? InputSpec.imageNet(480, 640) : first.spec().input();
    }
    require(input.matches("\\d{1,4}x\\d{1,4}"), "--input is HEIGHTxWIDTH, e.g. 480x640");
    String[] sides = input.split("x", -1);
    try {
      return InputSpec.imageNet(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--input: " + e.getMessage());
    }
  }

  private TrainingMachine machine() {
    return options.machine(this);
  }
}
