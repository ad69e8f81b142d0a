package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.transport.LocalizationReader.Received;

/**
 * The outcomes of the run that was answered last. A topic's partitions have no common order, so the
 * run is the one with the latest time of publication; a second pass collects it.
 */
public final class LatestRun {

  private static final Duration POLL = Duration.ofMillis(500);

  private LatestRun() {}

  /**
   * Reads a topic to its present end, twice.
   *
   * @param robot whose run; anybody's when empty
   * @return in the order of each partition
   * @throws WaymarkException when there is no outcome
   */
  public static List<Localization> read(
      KafkaSettings settings, String topic, Optional<String> robot) {
    Latest latest = new Latest(robot);
    readAll(settings, topic, latest);
    String run =
        latest
            .run()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "%s on %s has no outcomes%s"
                            .formatted(
                                topic, settings, robot.map(r -> " of robot " + r).orElse(""))));
    List<Localization> outcomes = new ArrayList<>();
    readAll(
        settings,
        topic,
        received -> {
          if (received.localization().getRun().equals(run)) {
            outcomes.add(received.localization());
          }
        });
    return outcomes;
  }

  private static void readAll(KafkaSettings settings, String topic, Consumer<Received> consumer) {
    try (LocalizationReader reader = LocalizationReader.fromBeginning(settings, topic)) {
      do {
        reader.poll(POLL).forEach(consumer);
      } while (!reader.atEnd());
    }
  }

  /** Remembers the run of the outcome that was published last. */
  private static final class Latest implements Consumer<Received> {

    private final Optional<String> robot;
    private @Nullable Received last;

    Latest(Optional<String> robot) {
      this.robot = robot;
    }

    @Override
    public void accept(Received received) {
      if (robot.isPresent() && !robot.get().equals(received.localization().getRobot())) {
        return;
      }
      if (last == null || received.publishedMillis() >= last.publishedMillis()) {
        last = received;
      }
    }

    Optional<String> run() {
      return Optional.ofNullable(last).map(received -> received.localization().getRun());
    }
  }
}
