package org.waymark.bridge.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;
import org.waymark.transport.KafkaSettings;

/**
 * Stands in for the localizer at once and always right: robot.py is at half a metre for each second
 * of its time, and its odometry began {@value #OFFSET} m into the map.
 */
final class Answerer implements AutoCloseable {

  static final double OFFSET = 5;

  /** A frame that was read from Kafka, and when; nanoseconds of this machine's clock. */
  record Seen(String run, long sequence, long stamp, long crc, long readNanos, long tookNanos) {}

  private final KafkaSide kafka;
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile boolean closed;

  Answerer(KafkaSettings settings) {
    this.kafka = new KafkaSide(settings);
    this.thread = Thread.ofPlatform().name("answerer").daemon().start(this::run);
  }

  static long wallNanos() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  /** Where the robot is on the map's x axis at a time. */
  static double x(long stamp) {
    return OFFSET + 0.5 * (stamp % 1_000_000_000_000L) / 1e9;
  }

  private void run() {
    while (!closed) {
      for (CameraFrame frame : kafka.poll()) {
        long read = wallNanos();
        CRC32 crc = new CRC32();
        crc.update(frame.getImage().duplicate());
        kafka.answer(
            KafkaSide.at(
                frame.getRobot(),
                frame.getStampNanos(),
                Outcome.LOCALIZED,
                new Pose(x(frame.getStampNanos()), 0, 0, 0, 0, 0, 1)));
        seen.add(
            new Seen(
                frame.getRun(),
                frame.getSequence(),
                frame.getStampNanos(),
                crc.getValue(),
                read,
                wallNanos() - read));
      }
    }
    kafka.close();
  }

  /** The frames that came so far, in their order. */
  List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
