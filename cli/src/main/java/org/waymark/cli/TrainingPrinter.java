package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.waymark.trainer.TrainingListener;
import org.waymark.trainer.TrainingReport;
import org.waymark.trainer.Validation;
import org.waymark.trainer.run.RunLog;

/** Tells how a training goes: a line every few seconds, which also suits a log file. */
final class TrainingPrinter implements TrainingListener {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MOST_WARNINGS = 20;

  private final PrintStream err;
  private long printedNanos = System.nanoTime() - INTERVAL.toNanos();
  private double lossSum;
  private double zeroSum;
  private int steps;
  private int warnings;

  TrainingPrinter(PrintStream err) {
    this.err = err;
  }

  @Override
  public void step(
      RunLog.Step step, int stepInPass, int stepsInPass, int passes, double secondsLeft) {
    lossSum += step.loss();
    zeroSum += step.zeroShare();
    steps++;
    long now = System.nanoTime();
    if (now - printedNanos >= INTERVAL.toNanos() || stepInPass == stepsInPass) {
      err.printf(
          Locale.ROOT,
          "pass %d/%d, step %d/%d: loss %.5f, zero losses %.0f%%, %.1f pictures/s, waiting %.0f%%, rate %.3g, %s left%n",
          step.pass(),
          passes,
          stepInPass,
          stepsInPass,
          lossSum / steps,
          100 * zeroSum / steps,
          step.picturesPerSecond(),
          100 * step.waitingShare(),
          step.rate(),
          duration(secondsLeft));
      printedNanos = now;
      lossSum = 0;
      zeroSum = 0;
      steps = 0;
    }
  }

  private static String duration(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    if (left.toHours() > 0) {
      return "%d h %d min".formatted(left.toHours(), left.toMinutesPart());
    }
    return left.toMinutes() > 0
        ? "%d min %d s".formatted(left.toMinutes(), left.toSecondsPart())
        : "%d s".formatted(left.toSeconds());
  }

  @Override
  public void validated(int pass, Validation.Scores scores, boolean best) {
    err.printf(
        Locale.ROOT,
        "validation after pass %d: %s (%d queries, %d with a place to find)%s%n",
        pass,
        scores.recall().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "R@%d %.3f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ")),
        scores.queries(),
        scores.queriesWithPositive(),
        best ? ", the best so far" : "");
  }

  @Override
  public void warn(String text) {
    warnings++;
    if (warnings <= MOST_WARNINGS) {
      err.println(
          "waymark: " + text + (warnings == MOST_WARNINGS ? "; further ones are not shown" : ""));
    }
  }

  static String text(TrainingReport report, Path out) {
    String best =
        report.bestScore() < 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; best validation after pass %d, R@5 %.3f",
                report.bestPass(),
                report.bestScore());
    return switch (report.end()) {
      case STOPPED ->
          "Stopped in pass %d after %d steps%s. Go on with: waymark train --resume --out %s"
              .formatted(report.pass() + 1, report.step(), best, out);
      case NO_LONGER_BETTER ->
          "Ended after pass %d, for validation got no better%s. The model is in %s"
              .formatted(report.pass(), best, out.resolve("model"));
      case COMPLETE ->
          "Trained for %d passes, %d steps%s. The model is in %s"
              .formatted(report.pass(), report.step(), best, out.resolve("model"));
    };
  }

  static ObjectNode json(TrainingReport report, Path out) {
    ObjectNode node =
        Json.object()
            .put("run", out.toString())
            .put("end", report.end().name().toLowerCase(Locale.ROOT))
            .put("passes", report.pass())
            .put("steps", report.step())
            .put("best_pass", report.bestPass());
    Json.put(node, "best_recall_at_5", report.bestScore() < 0 ? Double.NaN : report.bestScore());
    report
        .model()
        .ifPresent(
            model ->
                node.put("model", out.resolve("model").toString()).put("model_id", model.id()));
    return node;
  }
}
