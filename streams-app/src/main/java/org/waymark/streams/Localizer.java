package org.waymark.streams;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
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
  private static final Set<String> NEEDED =
      Set.of(Topics.FRAMES, Topics.LOCALIZATIONS, Topics.DEAD_LETTERS, Topics.SCHEMAS);

  private final KafkaStreams streams;
  private final DescriptionEngine engine;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

  private Localizer(KafkaStreams streams, DescriptionEngine engine) {
    this.streams = streams;
    this.engine = engine;
  }

  /**
   * Checks everything that can be checked, then starts.
   *
   * @param extractor and {@code map} stay the caller's to close, after the localizer
   * @throws WaymarkException when the map was built with another model, no broker answers, or
   *     topics are missing
   */
  public static Localizer start(
      KafkaSettings kafka, DescriptorExtractor extractor, PlaceMap map, LocalizerOptions options) {
    map.requireModel(extractor.model().id(), extractor.model().name());
    prepareTopics(kafka, options.createTopics());
    if (options.mode() == Mode.LIVE) {
      LiveStart.setWhereMissing(kafka, options.applicationId());
    }
    SchemaTopic schemas = new SchemaTopic(kafka);
    schemas.publish(List.of(Localization.getClassSchema()));
    boolean replay = options.mode() == Mode.REPLAY;
    DescriptionEngine engine =
        new DescriptionEngine(
            extractor,
            new RecordCodec<>(CameraFrame.class, schemas),
            replay ? StaleRule.NEVER : new StaleRule(options.staleAfter()),
            InstantSource.system());
    PollPrefetch.Pending pending = new PollPrefetch.Pending(Topics.FRAMES, engine, replay);
    try {
      KafkaStreams streams =
          new KafkaStreams(
              LocalizerTopology.build(
                  pending,
                  new SingleFrameLocalizer(map, extractor.model().id()),
                  replay,
                  InstantSource.system()),
              properties(kafka, options, pending));
      Localizer localizer = new Localizer(streams, engine);
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

  private static void prepareTopics(KafkaSettings kafka, boolean create) {
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
              .filter(NEEDED::contains)
              .toList();
      if (!absent.isEmpty()) {
        throw new WaymarkException(
            "%s lacks the topics %s; make them with: waymark topics create --bootstrap-servers %s"
                .formatted(kafka, String.join(", ", absent), kafka.bootstrapServers()));
      }
    }
  }

  private static Properties properties(
      KafkaSettings kafka, LocalizerOptions options, PollPrefetch.Pending pending) {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("application.id", options.applicationId());
    defaults.put("state.dir", options.stateDirectory().toAbsolutePath().toString());
    defaults.put("num.stream.threads", options.streamThreads());
    defaults.put("group.protocol", "streams");
    defaults.put("default.timestamp.extractor", PublicationTime.class.getName());
    defaults.put("main.consumer.max.partition.fetch.bytes", 2 * Topics.MAX_RECORD_BYTES);
    defaults.put("producer.max.request.size", Topics.MAX_RECORD_BYTES + (1 << 20));
    defaults.put("main.consumer.interceptor.classes", PollPrefetch.class.getName());
    defaults.put("main.consumer." + PollPrefetch.PENDING_CONFIG, pending);
    defaults.putAll(options.mode().kafkaDefaults());
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
    if (!streams.close(CLOSE_PATIENCE)) {
      LOG.warn(
          "The localizer did not stop within {} s; frames at hand are given up",
          CLOSE_PATIENCE.toSeconds());
    }
    engine.close();
    end.complete(Optional.empty());
  }
}
