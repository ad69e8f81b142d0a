package org.waymark.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;

/** What the localizer measures of itself. Names are listed in docs/streaming.md. */
final class LocalizerMetrics {

  private final MeterRegistry registry;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final MultiGauge maps;
  private final Counter deadLetters;
  private final DistributionSummary batches;
  private final Timer wait;
  private final Timer decode;
  private final Timer describe;
  private final Timer lookup;
  private final Timer total;
  private final Timer staleAge;

  LocalizerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("waymark.outcomes")
              .description("Frames by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    maps =
        MultiGauge.builder("waymark.map")
            .description("The map and the model in use")
            .register(registry);
    deadLetters =
        Counter.builder("waymark.dead.letters")
            .description("Records of the frames topic that are no frames")
            .register(registry);
    batches =
        DistributionSummary.builder("waymark.batch.size")
            .description("Pictures in a forward pass")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32)
            .register(registry);
    wait = stage("wait", "From publication until work began");
    decode = stage("decode", "Decoding and resizing");
    describe = stage("describe", "The network, for one picture");
    lookup = stage("lookup", "Search of the map");
    total = stage("total", "From publication until the outcome was handed to Kafka");
    staleAge =
        histogram(
            Timer.builder("waymark.stale.age").description("Age of frames that were given up"));
  }

  private Timer stage(String stage, String description) {
    return histogram(Timer.builder("waymark.stage." + stage).description(description));
  }

  private Timer histogram(Timer.Builder timer) {
    return timer
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }

  /** A forward pass ran. */
  void batch(int pictures) {
    batches.record(pictures);
  }

  /** A frame has its outcome. */
  void outcome(Localization outcome) {
    Counter counter = outcomes.get(outcome.getOutcome());
    if (counter != null) {
      counter.increment();
    }
    record(wait, outcome.getTimings().getWaitMicros());
    record(total, outcome.getTimings().getTotalMicros());
    if (outcome.getOutcome() == Outcome.STALE) {
      record(staleAge, outcome.getTimings().getTotalMicros());
    } else if (outcome.getOutcome() != Outcome.REJECTED) {
      record(decode, outcome.getTimings().getDecodeMicros());
      record(describe, outcome.getTimings().getDescribeMicros());
      record(lookup, outcome.getTimings().getLookupMicros());
    }
  }

  private static void record(Timer timer, long micros) {
    timer.record(micros, TimeUnit.MICROSECONDS);
  }

  /** A frame of a rebuild was described or rejected. */
  void described(String outcome) {
    registry.counter("waymark.described", "outcome", outcome).increment();
  }

  /** A record was no frame. */
  void deadLetter() {
    deadLetters.increment();
  }

  /** Shows a number that somebody else keeps. */
  <T> void gauge(String name, String description, T owner, ToDoubleFunction<T> value) {
    Gauge.builder(name, owner, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** Shows a count that somebody else keeps. */
  <T> void counter(String name, String description, T owner, ToDoubleFunction<T> value) {
    // The registry holds its owner weakly, and the owner lives as long as the localizer.
    FunctionCounter.builder(name, owner, value).description(description).register(registry);
  }

  /** Shows which map and model are in use, as labels of a gauge that is 1. */
  void inUse(MapStatus map) {
    maps.register(
        List.of(
            MultiGauge.Row.of(
                Tags.of("map", map.map(), "version", map.version(), "model", map.model()), 1)),
        true);
  }
}
