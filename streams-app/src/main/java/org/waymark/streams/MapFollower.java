package org.waymark.streams;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.MapTopicReader;
import org.waymark.transport.Topics;

/**
 * Reads {@code waymark.maps} on a thread of its own and tells a {@link FollowedMap} what is
 * announced of it. What matters is the last announcement; a refused one is tried again each minute,
 * since a network or a disk may be mended.
 */
public final class MapFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MapFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_NANOS = 60_000_000_000L;
  private static final long CLOSE_MILLIS = 5_000;

  private final MapTopicReader reader;
  private final String name;
  private final FollowedMap map;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** The last announcement; null before there is any, and after a withdrawal. */
  private @Nullable MapAnnouncement wanted;

  private boolean fresh;
  private boolean refused;
  private long refusedAtNanos;

  private MapFollower(MapTopicReader reader, String name, FollowedMap map) {
    this.reader = reader;
    this.name = name;
    this.map = map;
  }

  /**
   * Reads what the topic holds, and waits until a version is in use: announced, fetched and found
   * good.
   *
   * @param map of that name
   * @param pinned whether it stays with that version
   * @throws WaymarkException when Kafka does not answer or the topic is absent
   */
  public static MapFollower start(
      KafkaSettings kafka, String name, FollowedMap map, boolean pinned) {
    MapFollower follower = new MapFollower(MapTopicReader.open(kafka), name, map);
    boolean started = false;
    try {
      follower.awaitFirst();
      if (!pinned) {
        follower.thread =
            Thread.ofPlatform().name("waymark-map-follower").daemon().start(follower::follow);
      }
      started = true;
      return follower;
    } finally {
      if (!started || pinned) {
        follower.reader.close();
      }
    }
  }

  private void awaitFirst() {
    do {
      poll();
    } while (!reader.atEnd());
    if (wanted == null) {
      LOG.warn(
          "No version of map {} is announced on {}; waiting for: waymark index publish",
          name,
          Topics.MAPS);
    }
    adoptWhereDue();
    while (!map.isServing()) {
      poll();
      adoptWhereDue();
    }
  }

  private void follow() {
    try {
      while (closing.getCount() > 0) {
        try {
          poll();
          adoptWhereDue();
        } catch (InterruptException e) {
          throw e;
        } catch (RuntimeException e) { // whatever it is, the next announcement is to be followed
          if (closing.getCount() > 0) {
            LOG.warn("{} cannot be followed at the moment: {}", Topics.MAPS, e.getMessage());
            var _ = closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
          }
        }
      }
    } catch (InterruptedException | InterruptException _) {
      // It is being closed.
    } finally {
      // An interrupted thread cannot take leave of the broker.
      var _ = Thread.interrupted();
      reader.close();
    }
  }

  private void poll() {
    for (MapTopicReader.Announced announced : reader.poll(POLL)) {
      if (announced.map().equals(name)) {
        wanted = announced.announcement().orElse(null);
        fresh = true;
      }
    }
  }

  private void adoptWhereDue() {
    MapAnnouncement announced = wanted;
    if (announced == null) {
      if (fresh && map.isServing()) {
        map.withdraw();
      }
      fresh = false;
      refused = false;
    } else if (fresh || (refused && System.nanoTime() - refusedAtNanos > RETRY_NANOS)) {
      fresh = false;
      refused = !map.adopt(announced);
      refusedAtNanos = System.nanoTime();
    }
  }

  /** Ends following; the map stays as it is. */
  @Override
  public void close() {
    closing.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    // It may be fetching.
    running.interrupt();
    try {
      running.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
