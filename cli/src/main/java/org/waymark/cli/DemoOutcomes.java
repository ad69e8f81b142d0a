package org.waymark.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.waymark.avro.Localization;
import org.waymark.core.metric.Percentiles;
import org.waymark.indexer.StreamEvaluation;
import org.waymark.transport.LocalizationReader;

/** The outcomes of one drive as they come from Kafka: the first for each frame, and its latency. */
final class DemoOutcomes {

  private final String run;
  private final StreamEvaluation truth;
  private final DemoPrinter printer;
  private final List<Localization> localizations = new ArrayList<>();
  private final List<Double> latencies = new ArrayList<>();
  private final Set<Long> answered = new HashSet<>();
  private double secondsToFirstPose = Double.NaN;

  /** The outcomes of {@code run}; others on the same broker are none of the demo's. */
  DemoOutcomes(UUID run, StreamEvaluation truth, DemoPrinter printer) {
    this.run = run.toString();
    this.truth = truth;
    this.printer = printer;
  }

  /** Whether it is of this run, and the first outcome of its frame. */
  boolean take(LocalizationReader.Received received) {
    Localization localization = received.localization();
    if (!localization.getRun().equals(run) || !answered.add(localization.getSequence())) {
      return false;
    }
    double latency =
        localization.getTimings().getTotalMicros() / 1000.0
            + (System.currentTimeMillis() - received.publishedMillis());
    if (localization.getCameraPose() != null && Double.isNaN(secondsToFirstPose)) {
      secondsToFirstPose = secondsSinceStart();
    }
    localizations.add(localization);
    latencies.add(latency);
    printer.outcome(localization, truth.error(localization), latency);
    return true;
  }

  /** Frames that have an outcome. */
  int count() {
    return localizations.size();
  }

  List<Localization> localizations() {
    return localizations;
  }

  Percentiles latencyMillis() {
    return new Percentiles(latencies);
  }

  double secondsToFirstPose() {
    return secondsToFirstPose;
  }

  private static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }
}
