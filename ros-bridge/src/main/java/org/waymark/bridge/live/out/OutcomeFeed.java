package org.waymark.bridge.live.out;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.Topics;

/**
 * Reads the outcomes that are written from now on and hands each to its robot, on one thread. While
 * Kafka is away it tries again; what was written meanwhile is read if the connection survived, and
 * is for the robots to judge by its age.
 */
public final class OutcomeFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int RETRY_SECONDS = 1;

  private final KafkaSettings settings;
  private final Map<String, Consumer<Localization>> robots;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String problem = "no answer yet";

  private OutcomeFeed(KafkaSettings settings, Map<String, Consumer<Localization>> robots) {
    this.settings = settings;
    this.robots = Map.copyOf(robots);
    this.thread = Thread.ofPlatform().name("waymark-outcomes").daemon().unstarted(this::run);
  }

  /**
   * Begins to read.
   *
   * @param robots what takes a robot's outcomes, by its name; others' are passed over
   */
  public static OutcomeFeed start(
      KafkaSettings settings, Map<String, Consumer<Localization>> robots) {
    OutcomeFeed feed = new OutcomeFeed(settings, robots);
    feed.thread.start();
    return feed;
  }

  private void run() {
    try {
      do {
        try (LocalizationReader reader =
            LocalizationReader.fromNow(settings, Topics.LOCALIZATIONS)) {
          problem = null;
          while (closed.getCount() > 0) {
            reader.poll(POLL).forEach(received -> hand(received.localization()));
          }
        } catch (InterruptException e) {
          throw e;
        } catch (WaymarkException e) {
          problem = e.getMessage();
        } catch (RuntimeException e) {
          // Kafka has exceptions of its own for every day; none may silence a robot for good.
          problem = String.valueOf(e.getMessage());
          LOG.warn("Outcomes are asked for again", e);
        }
      } while (!closed.await(RETRY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException | InterruptException e) {
      // As good as closed.
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Localization localization) {
    Consumer<Localization> robot = robots.get(localization.getRobot());
    if (robot == null) {
      return;
    }
    try {
      robot.accept(localization);
    } catch (RuntimeException e) {
      // One outcome must not end the others.
      LOG.warn("An outcome of {} could not be used", localization.getRobot(), e);
    }
  }

  /** Why nothing is read; empty while the topic is followed. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    // No interrupt: a consumer that is interrupted cannot take its leave of the broker.
    closed.countDown();
  }
}
