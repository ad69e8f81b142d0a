package org.waymark.bridge.live.in;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * Sends the frames of all cameras. A robot is often switched on before its network: topics and
 * schema are made as soon as Kafka answers, and until then {@link #awaitReady} waits.
 *
 * <p>Safe for use by many threads.
 */
public final class FrameProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrameProducer.class);
  private static final long RETRY_MILLIS = 1000;

  /** After that long a frame is of no use to a robot. */
  private static final int PATIENCE_MILLIS = 10_000;

  private static final int BUFFERED_RECORDS = 4;

  private final KafkaSettings settings;
  private final boolean createTopics;
  private final RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
  private final KafkaProducer<String, CameraFrame> producer;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread preparation;
  private volatile @Nullable String problem = "no answer yet";

  private FrameProducer(KafkaSettings settings, boolean createTopics) {
    this.settings = settings;
    this.createTopics = createTopics;
    try {
      this.producer =
          new KafkaProducer<>(
              settings.with(defaults()), new StringSerializer(), new RecordSerializer<>(codec));
    } catch (KafkaException e) {
      throw new WaymarkException(
          "%s cannot be used: %s"
              .formatted(
                  settings, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
    this.preparation = Thread.ofPlatform().name("waymark-kafka").daemon().unstarted(this::prepare);
  }

  /**
   * Begins to look for Kafka.
   *
   * @throws WaymarkException when the settings make no sense; that nobody answers is no error
   */
  public static FrameProducer start(KafkaSettings settings, boolean createTopics) {
    FrameProducer started = new FrameProducer(settings, createTopics);
    started.preparation.start();
    return started;
  }

  private static Map<String, Object> defaults() {
    return Map.ofEntries(
        Map.entry("client.id", "waymark-bridge"),
        Map.entry("acks", "all"),
        Map.entry("linger.ms", 0),
        Map.entry("max.block.ms", PATIENCE_MILLIS),
        Map.entry("request.timeout.ms", PATIENCE_MILLIS / 2),
        Map.entry("delivery.timeout.ms", PATIENCE_MILLIS),
        Map.entry("reconnect.backoff.max.ms", 500),
        Map.entry("socket.connection.setup.timeout.ms", 2000),
        Map.entry("socket.connection.setup.timeout.max.ms", 4000),
        Map.entry("max.request.size", Topics.MAX_RECORD_BYTES),
        Map.entry("buffer.memory", (long) BUFFERED_RECORDS * Topics.MAX_RECORD_BYTES));
  }

  private void prepare() {
    while (!Thread.currentThread().isInterrupted()) {
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        if (createTopics) {
          admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
        }
        admin.partitions(Topics.FRAMES);
        new SchemaTopic(settings).publish(List.of(codec.schema()));
        problem = null;
        ready.countDown();
        return;
      } catch (WaymarkException | KafkaException e) {
        String said = String.valueOf(e.getMessage());
        if (!said.equals(problem)) {
          LOG.warn("Waiting for Kafka: {}", said);
        }
        problem = said;
      }
      try {
        Thread.sleep(Duration.ofMillis(RETRY_MILLIS));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Waits until Kafka has answered once. */
  void awaitReady() throws InterruptedException {
    ready.await();
  }

  /**
   * Sends a frame; may wait for room.
   *
   * @throws KafkaException when the frame is refused at once; the callback is not called then
   */
  void send(CameraFrame frame, Callback callback) {
    var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, frame.getRobot(), frame), callback);
  }

  /** Why nothing can be sent; empty when Kafka took the last frame. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void setProblem(@Nullable String problem) {
    this.problem = problem;
  }

  @Override
  public void close() {
    preparation.interrupt();
    producer.close(Duration.ofSeconds(2));
  }
}
