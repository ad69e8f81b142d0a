package org.waymark.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.Describer;
import org.waymark.streams.FrameLocalizer;
import org.waymark.streams.FrameLocalizers;
import org.waymark.streams.Localizer;
import org.waymark.streams.LocalizerOptions;
import org.waymark.streams.MapCalibration;
import org.waymark.streams.Mode;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.TrackerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark localize}. */
@Command(
    name = "localize",
    description = {
      "Runs the Kafka Streams application that gives every frame its outcome.",
      "It reads waymark.frames and writes waymark.localizations. Start it again, or more of them,"
          + " with the same",
      "application id, and they share the robots."
    })
final class LocalizeCommand extends WaymarkCommand implements Callable<Integer> {

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  /** It names a consumer group and a directory. */
  private static final Pattern APPLICATION_ID =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

  @Option(
      names = "--map",
      paramLabel = "DIR",
      required = true,
      description = "The map; its current version is used.")
  private Path map;

  @Mixin private ModelOptions model;

  @Option(
      names = "--mode",
      paramLabel = "live|replay",
      defaultValue = "live",
      description = {
        "live: lowest latency, late frames become STALE, at least once.",
        "replay: every frame, exactly once. Default: ${DEFAULT-VALUE}."
      })
  private Mode mode;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = LocalizerOptions.DEFAULT_APPLICATION_ID,
      description = "Instances of one id share the robots. Default: ${DEFAULT-VALUE}.")
  private String applicationId;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where Kafka Streams keeps its state. Default: waymark under the user's state directory.")
  private @Nullable Path state;

  @Option(
      names = "--stale-after",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Age in ms at which a live frame is given up. Default: ${DEFAULT-VALUE}.")
  private long staleAfterMillis;

  @Option(
      names = "--stream-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Partitions processed at once. Default: ${DEFAULT-VALUE}.")
  private int streamThreads;

  @Option(
      names = "--standby",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Other instances that keep a copy of each robot's state, to take over sooner.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int standbys;

  @Option(
      names = "--device-timeout",
      paramLabel = "S",
      defaultValue = "60",
      description = {
        "Seconds after which a forward pass counts as stalled, and the localizer ends with an"
            + " error.",
        "Default: ${DEFAULT-VALUE}."
      })
  private long deviceTimeoutSeconds;

  @Mixin private StatusOptions status;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Of the log on standard error. Default: ${DEFAULT-VALUE}.")
  private Logging.Format logFormat;

  @Option(names = "--no-create-topics", description = "Fail when topics are missing.")
  private boolean noCreateTopics;

  @Option(
      names = "--no-tracking",
      description = {
        "Plain retrieval: each frame by itself, without covariance and confidence.",
        "Otherwise each robot is followed where the map is calibrated, by odometry where its frames carry it."
      })
  private boolean noTracking;

  @Option(
      names = "--planar",
      description = "The robots stay on one floor: height and tilt come from the map alone.")
  private boolean planar;

  @Mixin private KafkaOptions kafka;

  private boolean deviceStalled;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LocalizeCommand() {}

  @Override
  public Integer call() {
    require(staleAfterMillis > 0, "--stale-after is an age in ms, 1 and more");
    require(streamThreads >= 1, "--stream-threads is a count of 1 and more");
    require(standbys >= 0, "--standby is a count of 0 and more");
    require(deviceTimeoutSeconds >= 1, "--device-timeout is a time in s, 1 and more");
    require(
        APPLICATION_ID.matcher(applicationId).matches(),
        "--application-id is a name of letters, digits, '.', '_' and '-', at most 200 of them");
    model.check(this);
    status.check(this);
    Logging.format(logFormat);
    Path stateDirectory =
        writable(Optional.ofNullable(state).orElseGet(LocalizeCommand::defaultState));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StatusPage page = status.open(meters)) {
      localize(new MapDirectory(map).current(), stateDirectory, page, meters);
    }
    return 0;
  }

  private void localize(
      Path version, Path stateDirectory, StatusPage page, PrometheusMeterRegistry meters) {
    try (PlaceMap places = PlaceMap.open(version)) {
      DescriptorExtractor extractor = openFor(places);
      try {
        localize(places, version, extractor, stateDirectory, page, meters);
      } finally {
        // Closing waits for the device; one that does not answer would keep the process for ever.
        if (!deviceStalled) {
          extractor.close();
        }
      }
    }
  }

  /** Until it is stopped. */
  private void localize(
      PlaceMap places,
      Path version,
      DescriptorExtractor extractor,
      Path stateDirectory,
      StatusPage page,
      PrometheusMeterRegistry meters) {
    CountDownLatch closed = new CountDownLatch(1);
    Localizer localizer =
        Localizer.start(
            kafka.settings(),
            Describer.of(extractor),
            places,
            frameLocalizer(places, version),
            new LocalizerOptions(
                mode,
                applicationId,
                stateDirectory,
                streamThreads,
                Duration.ofMillis(staleAfterMillis),
                !noCreateTopics,
                Map.of(),
                standbys,
                Duration.ofSeconds(deviceTimeoutSeconds),
                page.address()),
            meters);
    try (localizer) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    localizer.close();
                    awaitQuietly(closed);
                  },
                  "waymark-localize-close"));
      page.serve(localizer);
      localizer.awaitRunning(START_PATIENCE);
      System.err.printf(
          "Localizing in %s/%s (%d places, %s) with %s, %s mode.%s Stop with Ctrl-C.%n",
          places.manifest().name(),
          places.manifest().version(),
          places.manifest().places(),
          places.manifest().build().search().name().toLowerCase(java.util.Locale.ROOT),
          extractor.model().name(),
          mode.name().toLowerCase(java.util.Locale.ROOT),
          page.address().map(" Status at http://%s/healthz."::formatted).orElse(""));
      localizer.awaitEnd();
    } finally {
      deviceStalled = localizer.health().deviceStalled();
      closed.countDown();
    }
  }

  private FrameLocalizer frameLocalizer(PlaceMap places, Path version) {
    String model = places.manifest().modelId();
    if (noTracking) {
      return FrameLocalizers.singleFrame(places, model);
    }
    Optional<Calibration> calibration = MapCalibration.of(places, version, planar);
    if (calibration.isEmpty()) {
      System.err.println(
          "The map is not calibrated: each frame is answered by itself. To have robots followed, with covariance and"
              + " confidence: waymark calibrate --map %s --dataset SPEC".formatted(map));
      return FrameLocalizers.singleFrame(places, model);
    }
    return FrameLocalizers.tracking(
        places, model, calibration.get(), TrackerSettings.DEFAULT.withPlanar(planar));
  }

  /** Refuses another model before anything expensive starts. */
  private DescriptorExtractor openFor(PlaceMap places) {
    var bundle = model.bundle();
    places.requireModel(bundle.id(), bundle.name());
    return model.open();
  }

  /** Kafka Streams would find out later, or pass over it in silence. */
  private static Path writable(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new WaymarkException(
          "the state directory %s cannot be made: %s; name another with --state"
              .formatted(directory, e),
          e);
    }
    if (!Files.isWritable(directory)) {
      throw new WaymarkException(
          "the state directory %s is not writable; name another with --state".formatted(directory));
    }
    return directory;
  }

  private static Path defaultState() {
    String configured = System.getenv("XDG_STATE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(configured);
    return base.resolve("waymark");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean inTime = latch.await(5, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("waymark: the localizer did not close in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
