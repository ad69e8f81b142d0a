package org.waymark.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.streams.Describer;
import org.waymark.streams.Localizer;
import org.waymark.streams.LocalizerOptions;
import org.waymark.streams.Mode;
import org.waymark.streams.Purpose;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
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

  @Mixin private LocalizerMapOptions map;

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
      names = "--shadow",
      description = {
        "Answer the same frames beside another localizer, as an application of its own, to"
            + " waymark.localizations.shadow;",
        "waymark compare tells how the two differ."
      })
  private boolean shadow;

  @Option(
      names = "--describe-only",
      description =
          "Describe the frames of map rebuilds (waymark index rebuild), without a map and poses.")
  private boolean describeOnly;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description = {
        "Instances of one id share the robots.",
        "Default: "
            + LocalizerOptions.DEFAULT_APPLICATION_ID
            + "; waymark-shadow with --shadow, waymark-describer with --describe-only."
      })
  private @Nullable String applicationId;

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
    String id = applicationId();
    require(
        APPLICATION_ID.matcher(id).matches(),
        "--application-id is a name of letters, digits, '.', '_' and '-', at most 200 of them");
    require(!(shadow && describeOnly), "--shadow gives poses, --describe-only none");
    require(
        !shadow || !id.equals(LocalizerOptions.DEFAULT_APPLICATION_ID),
        "a shadow of that --application-id would take frames from the localizer that it is compared with");
    if (describeOnly) {
      map.checkNone(this);
      require(!given("--mode"), "--describe-only has no --mode: every frame is described");
    } else {
      map.check(this);
    }
    model.check(this);
    status.check(this);
    Logging.format(logFormat);
    Path stateDirectory =
        writable(Optional.ofNullable(state).orElseGet(LocalizeCommand::defaultState));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StatusPage page = status.open(meters)) {
      if (describeOnly) {
        describe(new Started(id, stateDirectory, page, meters));
      } else {
        localize(new Started(id, stateDirectory, page, meters));
      }
    }
    return 0;
  }

  /** What is there before anything expensive is. */
  private record Started(
      String applicationId, Path state, StatusPage page, PrometheusMeterRegistry meters) {}

  private String applicationId() {
    if (applicationId != null) {
      return applicationId;
    }
    return shadow
        ? "waymark-shadow"
        : describeOnly ? "waymark-describer" : LocalizerOptions.DEFAULT_APPLICATION_ID;
  }

  private void localize(Started started) {
    KafkaSettings settings = kafka.settings();
    if (map.followed() && !noCreateTopics) {
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
      }
    }
    try (LocalizerMapOptions.OpenMap open =
        map.open(model.bundle(), settings, started.state(), mode == Mode.REPLAY)) {
      run(
          started,
          mode,
          Map.of(),
          new Purpose.Localize(open.localizer(), shadow),
          extractor ->
              "Localizing%s in %s with %s, %s mode."
                  .formatted(
                      shadow ? " as a shadow" : "",
                      open.description(),
                      extractor.model().name(),
                      mode.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Every frame, as in replay mode; but a descriptor that comes twice does no harm, and
   * transactions would make a rebuild wait for those of a killed instance.
   */
  private void describe(Started started) {
    run(
        started,
        Mode.REPLAY,
        Map.of("processing.guarantee", "at_least_once", "commit.interval.ms", "1000"),
        new Purpose.Describe(instance()),
        extractor -> "Describing frames of rebuilds with %s.".formatted(extractor.model().name()));
  }

  private static String instance() {
    try {
      return InetAddress.getLocalHost().getHostName() + ":" + ProcessHandle.current().pid();
    } catch (UnknownHostException _) {
      return "localhost:" + ProcessHandle.current().pid();
    }
  }

  private void run(
      Started started,
      Mode asMode,
      Map<String, String> overrides,
      Purpose purpose,
      Function<DescriptorExtractor, String> words) {
    DescriptorExtractor extractor = model.open();
    try {
      CountDownLatch closed = new CountDownLatch(1);
      Localizer localizer =
          Localizer.start(
              kafka.settings(),
              Describer.of(extractor),
              purpose,
              new LocalizerOptions(
                  asMode,
                  started.applicationId(),
                  started.state(),
                  streamThreads,
                  Duration.ofMillis(staleAfterMillis),
                  !noCreateTopics,
                  overrides,
                  standbys,
                  Duration.ofSeconds(deviceTimeoutSeconds),
                  started.page().address()),
              started.meters());
      try (localizer) {
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      localizer.close();
                      awaitQuietly(closed);
                    },
                    "waymark-localize-close"));
        started.page().serve(localizer);
        localizer.awaitRunning(START_PATIENCE);
        System.err.printf(
            "%s%s Stop with Ctrl-C.%n",
            words.apply(extractor),
            started.page().address().map(" Status at http://%s/healthz."::formatted).orElse(""));
        localizer.awaitEnd();
      } finally {
        deviceStalled = localizer.health().deviceStalled();
        closed.countDown();
      }
    } finally {
      // Closing waits for the device; one that does not answer would keep the process for ever.
      if (!deviceStalled) {
        extractor.close();
      }
    }
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
