package org.waymark.bridge.live.in;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.bridge.frame.CameraModels;
import org.waymark.bridge.frame.FrameAssembler;
import org.waymark.bridge.frame.FramePictures;
import org.waymark.bridge.frame.MalformedPictureException;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.TransformException;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.transport.Topics;

/**
 * The way of one camera's pictures. ROS's thread looks at a picture and lays it into a queue; a
 * thread of its own compresses, adds what else is known and sends. A few frames are under way to
 * Kafka at a time, the others wait here, where the oldest can still be given up.
 */
public final class CameraInput implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CameraInput.class);

  /** Frames that Kafka has not acknowledged yet. */
  private static final int UNDER_WAY = 5;

  /** Room for the fields around a picture in one record. */
  private static final int MARGIN_BYTES = 64 << 10;

  private final CameraConfig config;
  private final RobotSenses senses;
  private final FrameProducer producer;
  private final RecentPictures recent;
  private final FrameAssembler assembler;
  private final CameraCounters counters = new CameraCounters();
  private final RateLimit rate;
  private final ParkedFilter parked;
  private final Optional<JpegEncoder> jpeg;
  private final PictureQueue queue;
  private final Semaphore underWay = new Semaphore(UNDER_WAY);
  private final Thread sender;
  private volatile Optional<Intrinsics> intrinsics = Optional.empty();
  private volatile @Nullable String mountingProblem;
  private volatile long lastOffsetNanos;

  private CameraInput(
      String robot,
      UUID run,
      CameraConfig config,
      RobotSenses senses,
      FrameProducer producer,
      RecentPictures recent) {
    this.config = config;
    this.senses = senses;
    this.producer = producer;
    this.recent = recent;
    this.assembler = new FrameAssembler(robot, run);
    this.rate = new RateLimit(config.filter().maxRate());
    this.parked = new ParkedFilter(config.filter().parkedEverySeconds());
    this.jpeg = config.jpeg().map(JpegEncoder::new);
    this.queue = new PictureQueue(config.queue());
    this.sender =
        Thread.ofPlatform().name("waymark-send-" + config.topic()).daemon().unstarted(this::send);
  }

  /** Begins to send what comes. */
  public static CameraInput start(
      String robot,
      UUID run,
      CameraConfig config,
      RobotSenses senses,
      FrameProducer producer,
      RecentPictures recent) {
    CameraInput input = new CameraInput(robot, run, config, senses, producer, recent);
    input.sender.start();
    return input;
  }

  /** Takes a raw picture. */
  public void onImage(Image image, long receivedNanos) {
    counters.countReceived();
    try {
      take(image.header(), FramePictures.of(image), receivedNanos);
    } catch (MalformedPictureException e) {
      counters.count(Drop.MALFORMED, e.getMessage());
    }
  }

  /** Takes a compressed picture. */
  public void onCompressed(CompressedImage image, long receivedNanos) {
    counters.countReceived();
    try {
      take(image.header(), FramePictures.of(image), receivedNanos);
    } catch (MalformedPictureException e) {
      counters.count(Drop.MALFORMED, e.getMessage());
    }
  }

  /** Takes a calibration. */
  public void onInfo(CameraInfo info) {
    intrinsics = CameraModels.intrinsics(info);
  }

  private void take(Header header, ImageData picture, long receivedNanos) {
    String camera = config.frame().orElseGet(() -> FrameIds.plain(header.frameId()));
    if (camera.isEmpty()) {
      throw new MalformedPictureException(
          "its header has no frame_id; set the camera's 'frame' in bridge.yaml");
    }
    long stamp = header.stamp();
    if (stamp == 0) {
      counters.countWithoutStamp();
      stamp = receivedNanos;
    }
    lastOffsetNanos = receivedNanos - stamp;
    if (!rate.passes(stamp)) {
      counters.count(Drop.RATE);
      return;
    }
    for (int i = queue.offer(new CapturedPicture(camera, stamp, receivedNanos, picture));
        i > 0;
        i--) {
      counters.count(Drop.BACKLOG);
    }
  }

  private void send() {
    try {
      producer.awaitReady();
      while (true) {
        underWay.acquire();
        if (!sendNext()) {
          underWay.release();
        }
      }
    } catch (InterruptedException | InterruptException e) {
      // Closed: what waits is not worth sending any more.
    }
  }

  /** Whether a frame is under way now. */
  private boolean sendNext() throws InterruptedException {
    CapturedPicture captured = queue.take();
    try {
      if (config.filter().skipParked()
          && !senses.hasGuess(captured.receivedNanos())
          && !parked.passes(
              captured.picture(), captured.stampNanos(), senses.odometry(captured.stampNanos()))) {
        counters.count(Drop.PARKED);
        return false;
      }
      ImageData picture =
          jpeg.map(encoder -> encoder.encode(captured.picture())).orElse(captured.picture());
      if (picture.bytes().length > Topics.MAX_RECORD_BYTES - MARGIN_BYTES) {
        counters.count(
            Drop.TOO_LARGE,
            "%d bytes, more than the %d that waymark.frames takes; use 'jpeg' in bridge.yaml"
                .formatted(picture.bytes().length, Topics.MAX_RECORD_BYTES - MARGIN_BYTES));
        return false;
      }
      send(captured, picture);
      return true;
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      refused(e);
      return false;
    } catch (RuntimeException e) {
      // One picture must not end the camera.
      LOG.warn("A picture of {} could not be sent", config.topic(), e);
      counters.count(Drop.MALFORMED, e.toString());
      return false;
    }
  }

  private void send(CapturedPicture captured, ImageData picture) {
    Optional<Guess> guess = senses.takeGuess(captured.receivedNanos());
    try {
      CameraFrame frame =
          assembler.assemble(
              captured.camera(),
              captured.stampNanos(),
              picture,
              senses.context(intrinsics, mounting(captured), guess, captured.stampNanos()));
      recent.add(captured.camera(), captured.stampNanos(), picture);
      producer.send(frame, (_, failure) -> onSent(guess, failure));
    } catch (RuntimeException e) {
      senses.giveBack(guess);
      throw e;
    }
  }

  private void onSent(Optional<Guess> guess, @Nullable Exception failure) {
    underWay.release();
    if (failure == null) {
      counters.countAcknowledged();
      producer.setProblem(null);
    } else {
      senses.giveBack(guess);
      refused(failure);
    }
  }

  private void refused(Exception failure) {
    counters.count(Drop.KAFKA, failure.getMessage());
    producer.setProblem(String.valueOf(failure.getMessage()));
  }

  private Optional<Pose> mounting(CapturedPicture captured) {
    if (config.mounting().isPresent()) {
      return config.mounting();
    }
    try {
      Pose found = senses.mounting(captured.camera(), captured.stampNanos());
      mountingProblem = null;
      return Optional.of(found);
    } catch (TransformException e) {
      mountingProblem = e.getMessage();
      return Optional.empty();
    }
  }

  public CameraConfig config() {
    return config;
  }

  public CameraCounters counters() {
    return counters;
  }

  /** Pictures that wait for Kafka. */
  public int waiting() {
    return queue.size();
  }

  public boolean calibrated() {
    return intrinsics.isPresent();
  }

  /** Why base_link's pose cannot be told from this camera's. */
  public Optional<String> mountingProblem() {
    return Optional.ofNullable(mountingProblem);
  }

  /** How far behind ROS time the last picture's stamp was when it came. */
  public long lastOffsetNanos() {
    return lastOffsetNanos;
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
