package org.waymark.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;

/**
 * Publishes the frames of a data set as one robot's camera would: in order, at recorded speed or as
 * fast as Kafka takes them. Odometry and mounting go along where the data set has them. Poses are
 * not sent; they are what the localizer should find.
 *
 * <p>A picture that cannot be read is sent without bytes, so that it too has an outcome.
 */
public final class FrameReplay {

  private static final Logger LOG = LoggerFactory.getLogger(FrameReplay.class);

  /** Room for the fields around the picture in one record. */
  private static final int MARGIN_BYTES = 64 << 10;

  /** How long a frame may wait for a broker that went away: it may be restarted meanwhile. */
  private static final int PATIENCE_MILLIS = 60_000;

  /** How soon a waiting replay notices that it was stopped. */
  private static final long STOP_CHECK_NANOS = 100_000_000;

  private final KafkaSettings settings;
  private final String robot;
  private final Optional<String> camera;
  private final UUID run;
  private final double rate;
  private final Span span;
  private volatile boolean stopped;

  /** What frames are of when neither the caller nor the recording says it. */
  public static final String DEFAULT_CAMERA = "camera";

  /**
   * The part of a recording that is sent.
   *
   * @param start where it begins, behind the recording's first frame
   * @param length how long it is; to the end when empty
   */
  public record Span(Duration start, Optional<Duration> length) {

    public static final Span WHOLE = new Span(Duration.ZERO, Optional.empty());

    private boolean contains(long sinceFirstNanos) {
      return sinceFirstNanos >= start.toNanos()
          && length.map(l -> sinceFirstNanos < start.plus(l).toNanos()).orElse(true);
    }
  }

  /**
   * Prepares a replay.
   *
   * @param rate 1 is recorded speed, 2 twice as fast, 0 as fast as it goes
   */
  public FrameReplay(KafkaSettings settings, String robot, String camera, UUID run, double rate) {
    this(settings, robot, Optional.of(camera), run, rate, Span.WHOLE);
  }

  /**
   * Prepares a replay.
   *
   * @param camera the ROS frame of all frames; as recorded when empty
   * @param rate 1 is recorded speed, 2 twice as fast, 0 as fast as it goes
   */
  public FrameReplay(
      KafkaSettings settings,
      String robot,
      Optional<String> camera,
      UUID run,
      double rate,
      Span span) {
    if (!(rate >= 0 && Double.isFinite(rate))) {
      throw new WaymarkException(
          "--rate %s is no speed: 1 is recorded speed, 0 as fast as it goes".formatted(rate));
    }
    this.settings = settings;
    this.robot = robot;
    this.camera = camera;
    this.run = run;
    this.rate = rate;
    this.span = span;
  }

  /**
   * What was sent.
   *
   * @param frames records that Kafka acknowledged
   * @param unreadable how many of them are without a picture, because its file could not be read
   */
  public record Report(long frames, long unreadable, Duration elapsed) {}

  /**
   * Publishes the schema, sends every frame and waits until Kafka has them all.
   *
   * @throws WaymarkException when Kafka does not take them
   */
  public Report send(Dataset dataset, ProgressReporter reporter) {
    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    new SchemaTopic(settings).publish(List.of(codec.schema()));
    AtomicReference<Exception> failure = new AtomicReference<>();
    AtomicLong acknowledged = new AtomicLong();
    long unreadable = 0;
    long begin = System.nanoTime();
    try (Progress progress = reporter.start("replaying", part(dataset).count());
        KafkaProducer<String, CameraFrame> producer =
            new KafkaProducer<>(
                settings.with(producerDefaults()),
                new StringSerializer(),
                new RecordSerializer<>(codec))) {
      Map<String, Long> sent = new HashMap<>();
      Iterator<DatasetFrame> frames = part(dataset).iterator();
      long firstStamp = 0;
      for (long number = 0; frames.hasNext() && failure.get() == null && !stopped; number++) {
        DatasetFrame frame = frames.next();
        String name = camera.or(frame::cameraFrame).orElse(DEFAULT_CAMERA);
        CameraFrame record = record(frame, name, sent.merge(name, 1L, Long::sum) - 1);
        unreadable += record.getImage().hasRemaining() ? 0 : 1;
        firstStamp = number == 0 ? frame.stampNanos() : firstStamp;
        long sinceFirst = frame.stampNanos() - firstStamp;
        waitUntil(begin, sinceFirst);
        progress.at(
            "%.1f s of the recording".formatted(sinceFirst / 1e9 + span.start().toNanos() / 1e9));
        // The callback sees every failure; the future adds nothing.
        var _ =
            producer.send(
                new ProducerRecord<>(Topics.FRAMES, robot, record),
                (metadata, error) -> {
                  if (error == null) {
                    acknowledged.incrementAndGet();
                    progress.advance(1);
                  } else {
                    failure.compareAndSet(null, error);
                  }
                });
      }
      producer.flush();
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
    if (failure.get() != null) {
      throw new WaymarkException(
          "%s took %d of %d frames, then: %s"
              .formatted(
                  settings,
                  acknowledged.get(),
                  part(dataset).count(),
                  KafkaFailure.reason(failure.get())),
          failure.get());
    }
    return new Report(acknowledged.get(), unreadable, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** The frames within the span. */
  private Stream<DatasetFrame> part(Dataset dataset) {
    if (span.equals(Span.WHOLE)) {
      return dataset.frames();
    }
    long first = dataset.frames().mapToLong(DatasetFrame::stampNanos).findFirst().orElse(0);
    return dataset.frames().filter(frame -> span.contains(frame.stampNanos() - first));
  }

  /** Ends the replay after the frame at hand; what was sent so far is still flushed. */
  public void stop() {
    stopped = true;
  }

  private static Map<String, Object> producerDefaults() {
    return Map.of(
        "client.id",
        "waymark-replay",
        "acks",
        "all",
        "linger.ms",
        "0",
        "max.block.ms",
        PATIENCE_MILLIS,
        "request.timeout.ms",
        PATIENCE_MILLIS / 4,
        "delivery.timeout.ms",
        PATIENCE_MILLIS,
        "max.request.size",
        Topics.MAX_RECORD_BYTES,
        "buffer.memory",
        4L * Topics.MAX_RECORD_BYTES);
  }

  private void waitUntil(long begin, long sinceFirstNanos) {
    if (rate == 0) {
      return;
    }
    long due = begin + (long) (sinceFirstNanos / rate);
    long left;
    while ((left = due - System.nanoTime()) > 0
        && !stopped
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Math.min(left, STOP_CHECK_NANOS));
    }
  }

  private CameraFrame record(DatasetFrame frame, String name, long sequence) {
    CameraFrame.Builder builder =
        CameraFrame.newBuilder()
            .setRobot(robot)
            .setRun(run.toString())
            .setCamera(name)
            .setStampNanos(frame.stampNanos())
            .setSequence(sequence);
    frame.odometry().map(Poses::toRecord).ifPresent(builder::setOdometry);
    mounting(frame).map(Poses::toRecord).ifPresent(builder::setBaseToCamera);
    try {
      ImageData image = frame.image();
      requireSendable(frame, image);
      intrinsics(frame).map(Poses::toRecord).ifPresent(builder::setIntrinsics);
      return builder
          .setEncoding(image.encoding())
          .setWidth(image.width())
          .setHeight(image.height())
          .setStep(image.step())
          .setImage(ByteBuffer.wrap(image.bytes()))
          .build();
    } catch (IOException e) {
      LOG.warn(
          "Frame {} cannot be read and is sent without a picture: {}", frame.id(), e.toString());
      return builder
          .setEncoding("")
          .setWidth(0)
          .setHeight(0)
          .setStep(0)
          .setImage(ByteBuffer.allocate(0))
          .build();
    }
  }

  /** A frame is worth sending without them. */
  private static Optional<Intrinsics> intrinsics(DatasetFrame frame) {
    try {
      return frame.intrinsics();
    } catch (IOException e) {
      LOG.warn("The intrinsics of frame {} cannot be read: {}", frame.id(), e.toString());
      return Optional.empty();
    }
  }

  /** Likewise. */
  private static Optional<Pose> mounting(DatasetFrame frame) {
    try {
      return frame.baseToCamera();
    } catch (IOException e) {
      LOG.warn("The mounting of frame {} cannot be read: {}", frame.id(), e.toString());
      return Optional.empty();
    }
  }

  private static void requireSendable(DatasetFrame frame, ImageData image) {
    if (image.bytes().length > Topics.MAX_RECORD_BYTES - MARGIN_BYTES) {
      throw new WaymarkException(
          "frame %s has %d bytes, more than the %d that waymark.frames takes; make it smaller first"
              .formatted(frame.id(), image.bytes().length, Topics.MAX_RECORD_BYTES - MARGIN_BYTES));
    }
  }
}
