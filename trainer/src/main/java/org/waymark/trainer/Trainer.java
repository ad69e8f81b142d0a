package org.waymark.trainer;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Weights;
import org.waymark.trainer.pair.Objective;
import org.waymark.trainer.pair.PairSampler;
import org.waymark.trainer.run.Checkpoint;
import org.waymark.trainer.run.CheckpointFile;
import org.waymark.trainer.run.RunDirectory;

/**
 * Trains a siamese network on graded labels, in a folder that holds all there is to know about the
 * run. A training may be killed at any moment: {@link #resume} goes on from its last checkpoint
 * with the losses that it would have had.
 */
public final class Trainer {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final TrainingSettings settings;
  private final RunDirectory run;
  private final Training training;

  private Trainer(
      TrainingSettings settings,
      RunDirectory run,
      Checkpoint checkpoint,
      PairSampler sampler,
      TrainingMachine machine,
      TrainingListener listener) {
    this.settings = settings;
    this.run = run;
    training =
        new Training(
            settings,
            run,
            checkpoint,
            sampler,
            new Validation(SiteSpec.open(settings.validation()), settings.positive()),
            machine,
            listener);
  }

  /**
   * Prepares a new run and writes its first checkpoint.
   *
   * @param weights to start from
   * @param folder of the run; made when it is not there
   * @throws WaymarkException when the folder holds a run already, or data or labels are unusable
   */
  public static Trainer start(
      TrainingSettings settings,
      Weights weights,
      Path folder,
      TrainingMachine machine,
      TrainingListener listener) {
    PairSampler sampler = sampler(settings);
    Checkpoint checkpoint =
        new Checkpoint(
            Checkpoint.Progress.START, weights, new Weights(new java.util.LinkedHashMap<>()));
    RunDirectory run = RunDirectory.create(folder);
    Trainer trainer = new Trainer(settings, run, checkpoint, sampler, machine, listener);
    CheckpointFile.save(run, checkpoint);
    trainer.writeSettings();
    return trainer;
  }

  /**
   * Prepares to go on with a run from its last checkpoint.
   *
   * @param passes another length of the whole training; 0 for the one that the run was begun with
   * @throws WaymarkException when there is no run, its files are damaged, or its labels have
   *     changed
   */
  public static Trainer resume(
      Path folder, int passes, TrainingMachine machine, TrainingListener listener) {
    RunDirectory run = RunDirectory.open(folder);
    run.mend(run.best());
    run.mend(run.model());
    TrainingSettings settings = readSettings(run.settings());
    if (passes > 0) {
      settings = settings.withPasses(passes);
    }
    Checkpoint checkpoint = CheckpointFile.read(run);
    Trainer trainer = new Trainer(settings, run, checkpoint, sampler(settings), machine, listener);
    if (passes > 0) {
      trainer.writeSettings();
    }
    return trainer;
  }

  private static PairSampler sampler(TrainingSettings settings) {
    return new PairSampler(
        SiteSpec.open(settings.sites()),
        Objective.named(settings.loss()),
        settings.dayNight(),
        settings.queriesPerPass(),
        settings.seed());
  }

  private static TrainingSettings readSettings(Path file) {
    try {
      TrainingSettings read = JSON.readValue(Files.readAllBytes(file), TrainingSettings.class);
      if (read != null) {
        return read;
      }
      throw new WaymarkException("%s is not valid: it holds null".formatted(file));
    } catch (IOException e) {
      String message = e.getMessage();
      throw new WaymarkException(
          "%s is not valid (%s); begin a new run in another folder"
              .formatted(file, message == null ? e : message.lines().findFirst().orElse("")),
          e);
    }
  }

  private void writeSettings() {
    try {
      run.replace(
          run.settings(),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
    } catch (IOException e) {
      throw new IllegalStateException("settings are always JSON", e);
    }
  }

  /** What the training does. */
  public TrainingSettings settings() {
    return settings;
  }

  /**
   * Trains until all passes are done, validation no longer gets better, or {@link #stop} is called.
   *
   * @throws WaymarkException when the loss is no number, no pair's pictures can be read, or the
   *     disk is full; the last checkpoint then still counts
   */
  public TrainingReport run() {
    return training.run();
  }

  /**
   * Asks the training to save a checkpoint after the step under way and to return. Safe to call
   * from any thread.
   */
  public void stop() {
    training.stop();
  }
}
