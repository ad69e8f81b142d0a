package org.waymark.trainer.run;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a run measures, in tables, plots and TensorBoard's form. */
public final class RunLog implements AutoCloseable {

  private static final List<String> STEP_COLUMNS =
      List.of(
          "pass", "step", "loss", "zero_share", "learning_rate", "pictures_per_s", "waiting_share");

  private final RunDirectory run;
  private final List<Integer> ranks;
  private final CsvLog steps;
  private final CsvLog validations;
  private final EventFile events;

  /**
   * One step of the optimizer.
   *
   * @param pass from 1
   * @param step since training began, from 1
   * @param loss mean over its pairs
   * @param zeroShare share of pairs with a loss of exactly 0
   * @param rate the learning rate
   * @param picturesPerSecond that went through the network, in this step
   * @param waitingShare share of the step's time in which no pictures were ready
   */
  public record Step(
      int pass,
      long step,
      double loss,
      double zeroShare,
      double rate,
      double picturesPerSecond,
      double waitingShare) {}

  /**
   * Opens the logs of a run, and drops what they say of steps after {@code lastStep}.
   *
   * @param ranks at which recall is reported
   */
  public RunLog(RunDirectory run, List<Integer> ranks, long lastStep, Clock clock) {
    this.run = run;
    this.ranks = List.copyOf(ranks);
    List<String> columns = new ArrayList<>(List.of("pass", "step"));
    ranks.forEach(k -> columns.add("recall@" + k));
    ranks.forEach(k -> columns.add("map@" + k));
    steps = new CsvLog(run, "metrics.csv", STEP_COLUMNS, lastStep);
    validations = new CsvLog(run, "validation.csv", columns, lastStep);
    events = new EventFile(run.path(), lastStep, clock);
  }

  public void step(Step step) {
    steps.add(
        step.pass(),
        (double) step.step(),
        step.loss(),
        step.zeroShare(),
        step.rate(),
        step.picturesPerSecond(),
        step.waitingShare());
    SequencedMap<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/loss", step.loss());
    scalars.put("train/zero_share", step.zeroShare());
    scalars.put("train/learning_rate", step.rate());
    scalars.put("train/pictures_per_s", step.picturesPerSecond());
    scalars.put("train/waiting_share", step.waitingShare());
    events.scalars(step.step(), scalars);
  }

  /**
   * A validation.
   *
   * @param pass passes that are complete
   * @param recall by rank
   * @param meanAveragePrecision by rank
   */
  public void validation(
      int pass, long step, Map<Integer, Double> recall, Map<Integer, Double> meanAveragePrecision) {
    double[] row = new double[2 + 2 * ranks.size()];
    row[0] = pass;
    row[1] = (double) step;
    SequencedMap<String, Double> scalars = new LinkedHashMap<>();
    for (int i = 0; i < ranks.size(); i++) {
      int k = ranks.get(i);
      row[2 + i] = recall.getOrDefault(k, Double.NaN);
      row[2 + ranks.size() + i] = meanAveragePrecision.getOrDefault(k, Double.NaN);
      scalars.put("validation/recall@" + k, row[2 + i]);
      scalars.put("validation/map@" + k, row[2 + ranks.size() + i]);
    }
    validations.add(row);
    events.scalars(step, scalars);
  }

  /** Draws the plots anew. */
  public void plot() {
    run.replace(
        run.file("loss.svg"),
        new LinePlot("Training loss", "step").line("loss", steps.columns(1, 2)).toSvg());
    LinePlot recall = new LinePlot("Validation", "pass");
    for (int i = 0; i < ranks.size(); i++) {
      recall.line("recall@" + ranks.get(i), validations.columns(0, 2 + i));
    }
    run.replace(run.file("recall.svg"), recall.toSvg());
  }

  @Override
  public void close() {
    steps.close();
    validations.close();
    events.close();
  }
}
