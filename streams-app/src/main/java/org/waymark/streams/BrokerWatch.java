package org.waymark.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.transport.KafkaSettings;

/**
 * Asks Kafka every few seconds whether it is there, and says once when it goes and once when it is
 * back. Kafka Streams waits by itself, without a word.
 */
final class BrokerWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final long PERIOD_MILLIS = 2_000;
  private static final int PATIENCE_MILLIS = 4_000;

  private final KafkaSettings kafka;
  private final Admin admin;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** By {@link System#nanoTime}; 0 while the broker answers. */
  private volatile long awaySinceNanos;

  private BrokerWatch(KafkaSettings kafka, Admin admin) {
    this.kafka = kafka;
    this.admin = admin;
  }

  static BrokerWatch start(KafkaSettings kafka) {
    BrokerWatch watch =
        new BrokerWatch(
            kafka,
            Admin.create(
                kafka.with(
                    Map.of(
                        "client.id", "waymark-watch",
                        "default.api.timeout.ms", Integer.toString(PATIENCE_MILLIS),
                        "request.timeout.ms", Integer.toString(PATIENCE_MILLIS)))));
    Thread.ofPlatform().name("waymark-broker-watch").daemon().start(watch::run);
    return watch;
  }

  private void run() {
    try (admin) {
      do {
        note(answers());
      } while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      // The process ends.
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      var _ =
          admin.describeCluster().clusterId().get(PATIENCE_MILLIS + 1_000L, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | KafkaException _) {
      return false;
    }
  }

  private void note(boolean answers) {
    Optional<Duration> away = away();
    if (!answers && away.isEmpty()) {
      // Never 0, which means that it answers.
      awaySinceNanos = System.nanoTime() | 1;
      LOG.warn("{} does not answer; the localizer waits, and goes on when it is back", kafka);
    } else if (answers && away.isPresent()) {
      awaySinceNanos = 0;
      LOG.warn("{} answers again after {} s", kafka, away.get().toSeconds());
    }
  }

  /** For how long no broker has answered; empty while one does. */
  Optional<Duration> away() {
    long since = awaySinceNanos;
    return since == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, System.nanoTime() - since)));
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
