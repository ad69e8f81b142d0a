package org.waymark.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.PlaceMap;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The running application: one instance of those that share an application id.
 *
 * <pre>{@code
 * try (Localizer localizer = Localizer.start(kafka, extractor, map, options)) {
 *   localizer.awaitEnd();
 * }
 * }</pre>
 */
public final class Localizer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Localizer.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final long READ_AHEAD_BYTES = 64L << 20;

  private final KafkaStreams streams;
  private final DescriptionEngine engine;
  private final Optional<ReadAhead> readAhead;
  private final BrokerWatch broker;
  private final Optional<RobotQuery> robots;
  private final Supplier<Optional<MapStatus>> map;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

  private Localizer(
      KafkaStreams streams,
      DescriptionEngine engine,
      Optional<ReadAhead> readAhead,
      BrokerWatch broker,
      Optional<RobotQuery> robots,
      Supplier<Optional<MapStatus>> map) {
    this.streams = streams;
    this.engine = engine;
    this.readAhead = readAhead;
    this.broker = broker;
    this.robots = robots;
    this.map = map;
  }

  /** Starts with the real network and without metrics. */
  public static Localizer start(
      KafkaSettings kafka, DescriptorExtractor extractor, PlaceMap map, LocalizerOptions options) {
    return start(kafka, Describer.of(extractor), map, options, new CompositeMeterRegistry());
  }

  /** Starts with plain retrieval, see {@link FrameLocalizers#singleFrame}. */
  public static Localizer start(
      KafkaSettings kafka,
      Describer describer,
      PlaceMap map,
      LocalizerOptions options,
      MeterRegistry meters) {
    map.requireModel(describer.modelId(), describer.modelName());
    return start(
        kafka,
        describer,
        new Purpose.Localize(FrameLocalizers.singleFrame(map, describer.modelId()), false),
        options,
        meters);
  }

  /**
   * Checks everything that can be checked, then starts.
   *
   * @param describer stays the caller's to close, after the localizer
   * @param purpose what it makes of the frames; its map is one of the describer's model
   * @param meters where the localizer's metrics go
   * @throws WaymarkException when no broker answers, or topics are missing
   */
  public static Localizer start(
      KafkaSettings kafka,
      Describer describer,
      Purpose purpose,
      LocalizerOptions options,
      MeterRegistry meters) {
    prepareTopics(kafka, purpose, options.createTopics());
    boolean replay = options.mode() == Mode.REPLAY;
    if (!replay) {
      LiveStart.setWhereMissing(kafka, options.applicationId());
    }
    GroupSettings.apply(kafka, options.applicationId(), options.standbys());
    SchemaTopic schemas = new SchemaTopic(kafka);
    schemas.publish(List.of(purpose.schema()));
    double forwardSeconds = describer.measureForwardNanos() / 1e9;
    LocalizerMetrics metrics = new LocalizerMetrics(meters);
    StaleRule staleRule = replay ? StaleRule.NEVER : new StaleRule(options.staleAfter());
    DescriptionEngine engine =
        new DescriptionEngine(
            describer,
            new RecordCodec<>(CameraFrame.class, schemas),
            staleRule,
            InstantSource.system(),
            new DescriptionEngine.Settings(replay, options.devicePatience()),
            metrics);
    PendingFrames pending =
        new PendingFrames(
            purpose.frames(),
            engine,
            replay
                ? new PendingFrames.Policy.WholePolls()
                : new PendingFrames.Policy.Newest(
                    staleRule, new Triage.Demand(), InstantSource.system()));
    try {
      KafkaStreams streams =
          new KafkaStreams(
              LocalizerTopology.build(
                  purpose,
                  new LocalizerTopology.Parts(
                      pending,
                      describer.modelId(),
                      describer.device(),
                      replay,
                      InstantSource.system(),
                      metrics)),
              properties(kafka, options, pending, forwardSeconds));
      Localizer localizer =
          new Localizer(
              streams,
              engine,
              replay
                  ? Optional.of(readAhead(kafka, purpose, pending, describer, forwardSeconds))
                  : Optional.empty(),
              BrokerWatch.start(kafka),
              robots(streams, purpose, options),
              map(purpose));
      localizer.show(metrics);
      if (purpose instanceof Purpose.Localize localize) {
        showMap(metrics, localize.localizer());
      }
      streams.setUncaughtExceptionHandler(localizer::onFailure);
      streams.setStateListener((now, before) -> localizer.onState(now));
      streams.start();
      return localizer;
    } catch (KafkaException | IllegalArgumentException e) {
      engine.close();
      throw new WaymarkException("the localizer cannot start: %s".formatted(reason(e)), e);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /** Two polls or batches ahead, whichever is more. */
  private static ReadAhead readAhead(
      KafkaSettings kafka,
      Purpose purpose,
      PendingFrames pending,
      Describer describer,
      double forwardSeconds) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("client.id", "waymark-read-ahead");
    settings.put("enable.auto.commit", "false");
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "none");
    settings.put("max.poll.records", Integer.toString(describer.batch() + 1));
    settings.put("max.partition.fetch.bytes", Integer.toString(2 * Topics.MAX_RECORD_BYTES));
    settings.put("fetch.max.bytes", Integer.toString(4 * Topics.MAX_RECORD_BYTES));
    return ReadAhead.start(
        purpose.frames(),
        pending,
        new KafkaConsumer<>(
            kafka.with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new ReadAhead.Limits(
            Mode.framesAhead(forwardSeconds, describer.batch()), READ_AHEAD_BYTES));
  }

  private static Optional<RobotQuery> robots(
      KafkaStreams streams, Purpose purpose, LocalizerOptions options) {
    return purpose instanceof Purpose.Localize
        ? Optional.of(
            new RobotQuery(
                streams, RecordCodec.ofOneVersion(Localization.class), options.address()))
        : Optional.empty();
  }

  private static Supplier<Optional<MapStatus>> map(Purpose purpose) {
    return () ->
        purpose instanceof Purpose.Localize(FrameLocalizer frames, boolean _)
            ? frames.map()
            : Optional.empty();
  }

  private static void showMap(LocalizerMetrics metrics, FrameLocalizer frames) {
    frames.onMapChange(metrics::inUse);
    frames.map().ifPresent(metrics::inUse);
    metrics.counter(
        "waymark.map.swaps",
        "Times that another version of the map came into use",
        frames,
        f -> f.map().map(MapStatus::swaps).orElse(0L));
    metrics.counter(
        "waymark.map.refusals",
        "Times that an announced version of the map was refused",
        frames,
        f -> f.map().map(MapStatus::refusals).orElse(0L));
  }

  private void show(LocalizerMetrics metrics) {
    metrics.gauge(
        "waymark.frames.queued",
        "Frames handed to the network and not described yet",
        engine,
        DescriptionEngine::queued);
    metrics.gauge(
        "waymark.service.time.seconds",
        "What a frame costs the network at the moment",
        engine,
        e -> e.serviceTime().millis() / 1000);
    metrics.gauge(
        "waymark.frames.lag", "Frames in Kafka behind the last poll", streams, ConsumerLag::of);
    metrics.gauge(
        "waymark.ready", "1 when frames are answered", this, l -> l.health().ready() ? 1 : 0);
  }

  /** How it is. Cheap; for any thread. */
  public Health health() {
    return new Health(
        streams.state().name(),
        streams.metadataForLocalThreads().stream().mapToInt(t -> t.activeTasks().size()).sum(),
        broker.away(),
        engine.isStalled(),
        end.getNow(Optional.empty()).map(Localizer::reason),
        map.get());
  }

  /** A robot's last outcome, or who has it. */
  public RobotAnswer lastOutcome(String robot) {
    return robots
        .map(query -> query.ask(robot))
        .orElseGet(() -> new RobotAnswer.NotNow("this instance describes frames of rebuilds"));
  }

  private static void prepareTopics(KafkaSettings kafka, Purpose purpose, boolean create) {
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      if (create) {
        List<String> created = admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
        if (!created.isEmpty()) {
          LOG.info("Created topics {}", created);
        }
      }
      List<String> absent =
          admin.check(Topics.all(1)).stream()
              .filter(difference -> difference.actual().equals("absent"))
              .map(TopicAdmin.Difference::topic)
              .filter(purpose.topics()::contains)
              .toList();
      if (!absent.isEmpty()) {
        throw new WaymarkException(
            "%s lacks the topics %s; make them with: waymark topics create --bootstrap-servers %s"
                .formatted(kafka, String.join(", ", absent), kafka.bootstrapServers()));
      }
    }
  }

  private static Properties properties(
      KafkaSettings kafka, LocalizerOptions options, PendingFrames pending, double forwardSeconds) {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("application.id", options.applicationId());
    defaults.put("state.dir", options.stateDirectory().toAbsolutePath().toString());
    defaults.put("num.stream.threads", options.streamThreads());
    // The classic protocol's; the streams protocol has it as a setting of the group.
    defaults.put("num.standby.replicas", options.standbys());
    defaults.put("group.protocol", "streams");
    defaults.put("default.timestamp.extractor", PublicationTime.class.getName());
    defaults.put("main.consumer.interceptor.classes", PollPrefetch.class.getName());
    defaults.put("main.consumer." + PollPrefetch.PENDING_CONFIG, pending);
    options.address().ifPresent(address -> defaults.put("application.server", address));
    defaults.putAll(options.mode().kafkaDefaults(forwardSeconds));
    defaults.putAll(options.overrides());
    return kafka.with(defaults);
  }

  private StreamThreadExceptionResponse onFailure(Throwable failure) {
    if (isPassing(failure)) {
      LOG.warn("A stream thread is replaced after: {}", failure.toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.debug("The localizer stops", failure);
    end.complete(Optional.of(failure));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Whether Kafka itself calls the cause one that goes away, however deep it is wrapped. */
  private static boolean isPassing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  private void onState(KafkaStreams.State state) {
    LOG.info("Localizer is {}", state);
    if (state == KafkaStreams.State.RUNNING) {
      running.countDown();
    } else if (state == KafkaStreams.State.ERROR) {
      end.complete(Optional.of(new IllegalStateException("Kafka Streams failed")));
      running.countDown();
    } else if (state == KafkaStreams.State.NOT_RUNNING) {
      end.complete(Optional.empty());
      running.countDown();
    }
  }

  /**
   * Waits until partitions are assigned and frames are taken.
   *
   * @throws WaymarkException when that takes longer
   */
  public void awaitRunning(Duration patience) {
    try {
      if (!running.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WaymarkException(
            "the localizer was not given any partitions within %d s; its state is %s"
                .formatted(patience.toSeconds(), streams.state()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while the localizer was starting", e);
    }
    requireHealthy();
  }

  /**
   * Fails when the application has failed.
   *
   * @throws WaymarkException with the reason
   */
  public void requireHealthy() {
    end.getNow(Optional.empty())
        .ifPresent(
            failure -> {
              throw new WaymarkException(
                  "the localizer stopped: %s".formatted(reason(failure)), failure);
            });
  }

  /**
   * Waits until the application ends, by {@link #close} or by itself.
   *
   * @throws WaymarkException with the reason when it failed, or when the waiting is interrupted
   */
  public void awaitEnd() {
    try {
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while the localizer was running", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    requireHealthy();
  }

  /** What went wrong, without what Kafka Streams and futures wrap around it. */
  private static String reason(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null
        && (inner instanceof StreamsException || inner instanceof CompletionException)) {
      inner = inner.getCause();
    }
    return inner.getMessage() == null ? inner.toString() : inner.getMessage();
  }

  /** Finishes the frames at hand, commits, and stops. */
  @Override
  public void close() {
    readAhead.ifPresent(ReadAhead::close);
    Duration patience = engine.isStalled() ? Duration.ofSeconds(1) : CLOSE_PATIENCE;
    if (!streams.close(patience)) {
      LOG.warn(
          "The localizer did not stop within {} s; frames at hand are given up",
          patience.toSeconds());
    }
    engine.close();
    broker.close();
    end.complete(Optional.empty());
  }
}
