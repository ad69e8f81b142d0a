package org.waymark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapFrames;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.StreamEvaluation;
import org.waymark.indexer.evaluation.TruthSource;
import org.waymark.streams.Localizer;
import org.waymark.streams.LocalizerOptions;
import org.waymark.streams.Mode;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The whole way in one process: a broker, a map of the first drive, the localizer, the second drive
 * replayed into Kafka, and what came out of Kafka compared with the truth. Everything on disk is
 * temporary; what was started stays up until {@link #close}. One thread makes, runs and closes it;
 * {@link #stop} is for any other.
 */
final class Demo implements AutoCloseable {

  /** Overlap of surfaces above which a retrieved place counts as right. */
  static final double POSITIVE = 0.25;

  static final List<Integer> RANKS = List.of(1, 5, 10);

  private static final String ROBOT = "r1";
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration OUTCOME_PATIENCE = Duration.ofSeconds(60);
  private static final int DELETE_ATTEMPTS = 100;
  private static final Duration POLL = Duration.ofMillis(20);

  /**
   * What to show.
   *
   * @param dataset a recording with both splits; the simulated building when absent
   * @param frames of each simulated drive
   * @param skipBroken leave broken pictures out of the map instead of failing at the first
   */
  record Settings(
      Optional<DatasetSpec> dataset,
      ModelBundle model,
      ExtractorOptions extractor,
      double rate,
      long seed,
      int frames,
      boolean skipBroken,
      int port) {}

  private final Settings settings;
  private final DemoPrinter printer;
  private final DemoStages stages = new DemoStages();
  private final ProgressReporter progress;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable EmbeddedBroker broker;
  private volatile @Nullable Path directory;
  private volatile boolean stopped;

  /** The thread of the caller, who runs and closes. */
  private final Thread runner = Thread.currentThread();

  /** A demo that the calling thread will run and close. */
  Demo(Settings settings, DemoPrinter printer, ProgressReporter progress) {
    this.settings = settings;
    this.printer = printer;
    this.progress = stages.watching(progress);
  }

  String bootstrapServers() {
    if (broker == null) {
      throw new IllegalStateException("the demo has not run");
    }
    return broker.bootstrapServers();
  }

  /** Runs to the end of the drive. */
  DemoReport run() {
    Optional<DemoDrives> recorded = settings.dataset().map(DemoDrives::of);
    Path temporary = temporaryDirectory();
    printer.begin(settings);
    CompletableFuture<EmbeddedBroker> starting =
        stages.open(
            "broker", () -> EmbeddedBroker.start(temporary.resolve("broker"), settings.port()));
    CompletableFuture<DescriptorExtractor> opening =
        stages.open(
            "network",
            () -> {
              DescriptorExtractor extractor =
                  DescriptorExtractor.open(settings.model(), settings.extractor());
              extractor.warmUp();
              return extractor;
            });
    DemoDrives drives = recorded.orElseGet(() -> render(temporary));
    DescriptorExtractor extractor = stages.await(opening);
    PlaceMap map = stages.keep(buildMap(temporary, drives.mapping(), extractor));
    broker = stages.await(starting);
    KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
    createTopics(kafka);
    Localizer localizer = stages.keep(startLocalizer(temporary, kafka, extractor, map));
    localizer.awaitRunning(START_PATIENCE);
    return drive(kafka, localizer, map, stages.await(drives.recording()));
  }

  private DemoDrives render(Path directory) {
    return DemoDrives.rendered(
        directory.resolve("world"), settings.seed(), settings.frames(), stages, progress);
  }

  private PlaceMap buildMap(Path directory, Dataset mapping, DescriptorExtractor extractor) {
    MapDirectory map = new MapDirectory(directory.resolve("maps").resolve("demo"));
    MapBuilder.Options options = MapBuilder.Options.defaults().keepingAll();
    new MapBuilder(extractor, settings.skipBroken() ? options.skippingBroken() : options)
        .build(List.of(mapping), map, progress);
    return PlaceMap.open(map.current());
  }

  private static void createTopics(KafkaSettings kafka) {
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(1));
    }
  }

  private Localizer startLocalizer(
      Path directory, KafkaSettings kafka, DescriptorExtractor extractor, PlaceMap map) {
    return Localizer.start(
        kafka,
        extractor,
        map,
        new LocalizerOptions(
            settings.rate() == 0 ? Mode.REPLAY : Mode.LIVE,
            "waymark-demo",
            directory.resolve("streams"),
            1,
            LocalizerOptions.DEFAULT_STALE_AFTER,
            false,
            // The first frame may be published before the application knows where the topic ends.
            Map.of("main.consumer.auto.offset.reset", "earliest")));
  }

  private DemoReport drive(
      KafkaSettings kafka, Localizer localizer, PlaceMap map, Dataset recording) {
    StreamEvaluation evaluation = new StreamEvaluation(recording);
    UUID run = UUID.randomUUID();
    DemoOutcomes outcomes = new DemoOutcomes(run, evaluation, printer);
    FrameReplay replay = new FrameReplay(kafka, ROBOT, "camera", run, settings.rate());
    printer.driving(map.manifest(), recording.size(), settings.rate());
    long begin = System.nanoTime();
    CompletableFuture<FrameReplay.Report> sending =
        stages.start("robot", () -> replay.send(recording, ProgressReporter.silent()));
    collect(kafka, localizer, recording.size(), outcomes);
    double seconds = (System.nanoTime() - begin) / 1e9;
    FrameReplay.Report sent = stages.await(sending);
    return new DemoReport(
        recording.spec(),
        settings,
        map.manifest(),
        sent.frames(),
        evaluation.run(outcomes.localizations()),
        evaluation
            .retrieval(
                outcomes.localizations(),
                MapFrames.of(map),
                TruthSource.surfaces(POSITIVE, progress),
                RANKS)
            .scores(),
        outcomes.latencyMillis(),
        outcomes.count() / seconds,
        outcomes.secondsToFirstPose());
  }

  /** Takes outcomes until every frame has one, or none has come for a long time. */
  private void collect(
      KafkaSettings kafka, Localizer localizer, long frames, DemoOutcomes outcomes) {
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      long lastNews = System.nanoTime();
      while (outcomes.count() < frames
          && System.nanoTime() - lastNews < OUTCOME_PATIENCE.toNanos()) {
        for (LocalizationReader.Received received : reader.poll(POLL)) {
          if (outcomes.take(received)) {
            lastNews = System.nanoTime();
          }
        }
        localizer.requireHealthy();
        stages.requireHealthy();
      }
    }
  }

  private Path temporaryDirectory() {
    try {
      Path made = Files.createTempDirectory("waymark-demo-");
      stages.keep(() -> deleteRecursively(made));
      directory = made;
      return made;
    } catch (IOException e) {
      throw new WaymarkException(
          "no temporary directory can be made in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  /**
   * Ends the demo from another thread, wherever it is, and waits until all is closed and its files
   * are gone. When that takes longer than {@code patience}, it sees to the files only: the process
   * is about to end.
   */
  void stop(Duration patience) throws InterruptedException {
    stopped = true;
    stages.stop();
    runner.interrupt();
    Path left = directory;
    if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS) && left != null) {
      deleteBeneathWriters(left);
    }
  }

  private static void deleteBeneathWriters(Path path) {
    for (int attempt = 0; attempt < DELETE_ATTEMPTS; attempt++) {
      try {
        deleteRecursively(path);
        return;
      } catch (IOException | UncheckedIOException e) {
        // Somebody wrote a new file meanwhile; without its directories that ends soon.
      }
    }
  }

  /** Whether {@link #stop} was called; failures since then are only its consequences. */
  boolean stopped() {
    return stopped;
  }

  @Override
  public void close() {
    stages.close();
    closed.countDown();
  }

  private static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
