package org.waymark.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.network.Network;
import org.waymark.trainer.SiteSpec;
import org.waymark.trainer.TrainingMachine;
import org.waymark.trainer.TrainingSettings;
import org.waymark.trainer.optimizer.LearningRate;
import org.waymark.trainer.optimizer.OptimizerSettings;
import org.waymark.trainer.pair.PairSampler;
import org.waymark.trainer.picture.Augmentation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code waymark train} trains; the defaults are those of the GCL paper's code. */
final class TrainingOptions {

  private static final List<String> OF_THE_RUN =
      List.of(
          "--loss",
          "--margin",
          "--loss-pairs",
          "--pairs",
          "--day-night",
          "--batch",
          "--micro-batch",
          "--last-layer",
          "--optimizer",
          "--learning-rate",
          "--momentum",
          "--weight-decay",
          "--clip",
          "--schedule",
          "--step-size",
          "--gamma",
          "--warm-up",
          "--augment",
          "--patience",
          "--positive",
          "--seed");

  @Option(
      names = "--loss",
      paramLabel = "gcl|cl",
      defaultValue = "gcl",
      description = "Graded or binary contrastive loss. Default: ${DEFAULT-VALUE}.")
  private String loss;

  @Option(
      names = "--margin",
      defaultValue = "0.5",
      description =
          "Distance from which unlike pictures are left alone. Default: ${DEFAULT-VALUE}.")
  private double margin;

  @Option(
      names = "--loss-pairs",
      paramLabel = "drawn|all",
      defaultValue = "drawn",
      description =
          "Learn from the pairs drawn, or from all queries and places of a micro-batch whose labels are known. Default: ${DEFAULT-VALUE}.")
  private String lossPairs;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "50",
      description = "Length of the training. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "" + PairSampler.USUAL_PAIRS,
      description = "Queries drawn for a pass, each with one match. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--day-night",
      description = "Draw all night queries, day queries with night matches, and any others.")
  private boolean dayNight;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + TrainingSettings.USUAL_BATCH,
      description = "Pairs of one step of the optimizer. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      defaultValue = "" + TrainingSettings.USUAL_MICRO_BATCH,
      description =
          "Pairs in memory together; their gradients are summed up to --batch. Default: ${DEFAULT-VALUE}.")
  private int microBatch;

  @Option(
      names = "--last-layer",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many of the backbone's layers learn, from the end. Default: all.")
  private int lastLayers;

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|adam",
      defaultValue = "sgd",
      description = "Default: ${DEFAULT-VALUE}.")
  private String optimizer;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.1",
      description = "Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(names = "--momentum", defaultValue = "0", description = "Of SGD. Default: none.")
  private double momentum;

  @Option(names = "--weight-decay", defaultValue = "0", description = "Default: none.")
  private double weightDecay;

  @Option(
      names = "--clip",
      defaultValue = "0",
      description = "Greatest length of the gradient. Default: any.")
  private double clip;

  @Option(
      names = "--schedule",
      paramLabel = "step|cosine|constant",
      defaultValue = "step",
      description = "How the learning rate falls. Default: ${DEFAULT-VALUE}.")
  private String schedule;

  @Option(
      names = "--step-size",
      paramLabel = "PASSES",
      defaultValue = "25",
      description = "Passes between falls of the step schedule. Default: ${DEFAULT-VALUE}.")
  private int stepSize;

  @Option(
      names = "--gamma",
      defaultValue = "0.1",
      description = "Factor of each fall. Default: ${DEFAULT-VALUE}.")
  private double gamma;

  @Option(
      names = "--warm-up",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "Steps in which the learning rate grows. Default: none.")
  private long warmUp;

  @Option(
      names = "--augment",
      paramLabel = "none|standard|LIST",
      defaultValue = "none",
      description =
          "Random changes of the pictures: a list of colour=X,crop=X,blur=X,rotation=X,flip. Default: ${DEFAULT-VALUE}.")
  private String augmentation;

  @Option(
      names = "--patience",
      paramLabel = "PASSES",
      defaultValue = "0",
      description = "End after so many passes without a better validation. Default: never.")
  private int patience;

  @Option(
      names = "--positive",
      paramLabel = "X",
      defaultValue = "0.5",
      description =
          "Similarity above which a validation pair is one place. Default: ${DEFAULT-VALUE}.")
  private double positive;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Of first weights, pairs and augmentation. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private DeviceOption device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the network on a CPU. Default: all cores.")
  private @Nullable Integer threads;

  @Option(
      names = "--loaders",
      paramLabel = "N",
      description = "Threads that prepare pictures. Default: half the cores.")
  private @Nullable Integer loaders;

  @Option(
      names = "--cache-mb",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "Decoded pictures kept in memory. Default: ${DEFAULT-VALUE}.")
  private long cacheMegabytes;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "M",
      defaultValue = "10",
      description =
          "Save at least this often; also after every pass. 0: every step. Default: ${DEFAULT-VALUE}.")
  private double checkpointMinutes;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TrainingOptions() {}

  int passes() {
    return passes;
  }

  long seed() {
    return seed;
  }

  /** Refuses what would be another training than the one that goes on. */
  void requireNoneOfTheRun(WaymarkCommand command) {
    for (String option : OF_THE_RUN) {
      command.require(
          !command.given(option),
          "%s is of a run that begins; --resume takes the run's own".formatted(option));
    }
  }

  TrainingSettings settings(
      WaymarkCommand command,
      Network network,
      InputSpec input,
      String start,
      List<SiteSpec> sites,
      List<SiteSpec> validation) {
    command.require(
        lossPairs.equals("drawn") || lossPairs.equals("all"), "--loss-pairs is drawn or all");
    try {
      return new TrainingSettings(
          TrainingSettings.FORMAT,
          network.backbone().id(),
          network.pooling().id(),
          network.descriptorSize(),
          input,
          start,
          sites,
          validation,
          positive,
          loss,
          margin,
          lossPairs.equals("all"),
          dayNight,
          pairs,
          batch,
          microBatch,
          lastLayers,
          new OptimizerSettings(optimizer, momentum, weightDecay, clip),
          new LearningRate(learningRate, schedule, stepSize, gamma, warmUp),
          passes,
          patience,
          Augmentation.parse(augmentation),
          seed);
    } catch (WaymarkException e) {
      throw command.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  TrainingMachine machine(WaymarkCommand command) {
    device.check(command);
    command.require(cacheMegabytes >= 0 && cacheMegabytes < 1 << 20, "--cache-mb is 0 or more");
    TrainingMachine usual = TrainingMachine.usual();
    try {
      return new TrainingMachine(
          device.name(),
          threads == null ? usual.threads() : threads,
          loaders == null ? usual.loaders() : loaders,
          cacheMegabytes << 20,
          60 * checkpointMinutes);
    } catch (WaymarkException e) {
      throw command.wrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
