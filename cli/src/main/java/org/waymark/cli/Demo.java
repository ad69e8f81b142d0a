package org.waymark.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.label.SurfaceOverlaps;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.StreamEvaluation;
import org.waymark.streams.Localizer;
import org.waymark.streams.LocalizerOptions;
import org.waymark.streams.Mode;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.testbed.world.Drive;
import org.waymark.testbed.world.Session;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The whole way in one process: a broker, a map of the first drive, the localizer, the second drive
 * replayed into Kafka, and what came out of Kafka compared with the truth. Everything on disk is
 * temporary; what was started stays up until {@link #close}.
 */
final class Demo implements AutoCloseable {

  /** Overlap of surfaces above which a retrieved place counts as right. */
  static final double POSITIVE = 0.25;

  static final List<Integer> RANKS = List.of(1, 5, 10);

  private static final int SYNTH_HZ = (int) Drive.RATE_HZ;
  private static final String ROBOT = "r1";
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration OUTCOME_PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Platform threads of its own: each stage blocks. */
  private static final Executor STAGES =
      task -> Thread.ofPlatform().daemon().name("waymark-demo").start(task);

  /**
   * What to show.
   *
   * @param dataset a recording with both splits; the simulated building when absent
   * @param frames of each simulated drive
   */
  record Settings(
      Optional<DatasetSpec> dataset,
      ModelBundle model,
      ExtractorOptions extractor,
      double rate,
      long seed,
      int frames,
      int port) {}

  private final Settings settings;
  private final DemoPrinter printer;
  private final ProgressReporter progress;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private @Nullable EmbeddedBroker broker;
  private boolean closed;

  Demo(Settings settings, DemoPrinter printer, ProgressReporter progress) {
    this.settings = settings;
    this.printer = printer;
    this.progress = progress;
  }

  String bootstrapServers() {
    if (broker == null) {
      throw new IllegalStateException("the demo has not run");
    }
    return broker.bootstrapServers();
  }

  /** Runs to the end of the drive. */
  DemoReport run() {
    Path directory = temporaryDirectory();
    settings.dataset().ifPresent(spec -> split(spec, "test"));
    settings.dataset().ifPresent(spec -> split(spec, "train"));
    printer.begin(settings);
    CompletableFuture<EmbeddedBroker> starting =
        async(() -> EmbeddedBroker.start(directory.resolve("broker"), settings.port()));
    CompletableFuture<DescriptorExtractor> opening =
        async(
            () -> {
              DescriptorExtractor extractor =
                  DescriptorExtractor.open(settings.model(), settings.extractor());
              extractor.warmUp();
              return extractor;
            });
    Drives drives = drives(directory);
    DescriptorExtractor extractor = keep(join(opening));
    PlaceMap map = keep(buildMap(directory, drives.mapping(), extractor));
    broker = keep(join(starting));
    KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
    createTopics(kafka);
    Localizer localizer = keep(startLocalizer(directory, kafka, extractor, map));
    return drive(kafka, localizer, map, drives.mapping(), join(drives.recording()));
  }

  /**
   * Both drives.
   *
   * @param mapping the train split
   * @param recording completes with the test split when all of it is on disk
   */
  private record Drives(Dataset mapping, CompletableFuture<Dataset> recording) {}

  private Drives drives(Path directory) {
    if (settings.dataset().isPresent()) {
      DatasetSpec spec = settings.dataset().get();
      return new Drives(
          split(spec, "train"), CompletableFuture.completedFuture(split(spec, "test")));
    }
    Path rendered = directory.resolve("world");
    DatasetSpec spec =
        DatasetSpec.parse("7scenes:" + rendered).with("hz", Integer.toString(SYNTH_HZ));
    World world = World.office(settings.seed());
    SynthOptions options = new SynthOptions(settings.frames());
    SynthDataset.begin(rendered, options);
    SynthDataset.writeSplit(rendered, world, Session.MAPPING, options, progress);
    CompletableFuture<Dataset> recording =
        async(
            () -> {
              SynthDataset.writeSplit(
                  rendered, world, Session.REVISIT, options, ProgressReporter.silent());
              SynthDataset.finish(rendered, world, options);
              return split(spec, "test");
            });
    return new Drives(split(spec, "train"), recording);
  }

  private static Dataset split(DatasetSpec spec, String split) {
    return Datasets.open(spec.with("split", split));
  }

  private PlaceMap buildMap(Path directory, Dataset mapping, DescriptorExtractor extractor) {
    MapDirectory map = new MapDirectory(directory.resolve("maps").resolve("demo"));
    new MapBuilder(extractor, new MapBuilder.Options("map", settings.seed(), false))
        .build(List.of(mapping), map, progress);
    return PlaceMap.open(map.current());
  }

  private static void createTopics(KafkaSettings kafka) {
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(1));
    }
    new SchemaTopic(kafka).publish(List.of(CameraFrame.getClassSchema()));
  }

  private Localizer startLocalizer(
      Path directory, KafkaSettings kafka, DescriptorExtractor extractor, PlaceMap map) {
    Localizer localizer =
        Localizer.start(
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
                // The first frame may be published before the application knows where the topic
                // ends.
                Map.of("main.consumer.auto.offset.reset", "earliest")));
    localizer.awaitRunning(START_PATIENCE);
    return localizer;
  }

  private DemoReport drive(
      KafkaSettings kafka, Localizer localizer, PlaceMap map, Dataset mapping, Dataset recording) {
    StreamEvaluation evaluation = new StreamEvaluation(recording);
    UUID run = UUID.randomUUID();
    List<LocalizationReader.Received> outcomes = new ArrayList<>();
    List<Double> latencies = new ArrayList<>();
    double secondsToFirstPose = Double.NaN;
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      printer.driving(map.manifest(), recording.size(), settings.rate());
      long begin = System.nanoTime();
      CompletableFuture<FrameReplay.Report> replay =
          async(
              () ->
                  new FrameReplay(kafka, ROBOT, "camera", run, settings.rate())
                      .send(recording, ProgressReporter.silent()));
      Set<Long> answered = new HashSet<>();
      long lastNews = System.nanoTime();
      while (answered.size() < recording.size()) {
        for (LocalizationReader.Received received : reader.poll(POLL)) {
          var localization = received.localization();
          if (!answered.add(localization.getSequence())) {
            continue;
          }
          lastNews = System.nanoTime();
          double latency =
              localization.getTimings().getTotalMicros() / 1000.0
                  + (System.currentTimeMillis() - received.publishedMillis());
          if (localization.getCameraPose() != null && Double.isNaN(secondsToFirstPose)) {
            secondsToFirstPose = secondsSinceStart();
          }
          outcomes.add(received);
          latencies.add(latency);
          printer.outcome(localization, evaluation.error(localization), latency);
        }
        localizer.requireHealthy();
        if (replay.isCompletedExceptionally()) {
          join(replay);
        }
        if (System.nanoTime() - lastNews > OUTCOME_PATIENCE.toNanos()) {
          break;
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      FrameReplay.Report sent = join(replay);
      var localizations = outcomes.stream().map(LocalizationReader.Received::localization).toList();
      return new DemoReport(
          recording.spec(),
          settings,
          map.manifest(),
          sent.frames(),
          evaluation.run(localizations),
          evaluation.recall(
              localizations,
              List.of(mapping),
              SurfaceOverlaps.matrix(recording, mapping, progress),
              POSITIVE,
              RANKS),
          new org.waymark.core.metric.Percentiles(latencies),
          outcomes.size() / seconds,
          secondsToFirstPose);
    }
  }

  private static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }

  private Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("waymark-demo-");
      resources.push(() -> deleteRecursively(directory));
      return directory;
    } catch (IOException e) {
      throw new WaymarkException(
          "no temporary directory can be made in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private synchronized <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  private interface Stage<T> {
    T run();
  }

  private static <T> CompletableFuture<T> async(Stage<T> stage) {
    return CompletableFuture.supplyAsync(stage::run, STAGES);
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Closes in the reverse order of opening; the first failure is told, the others go on. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        System.err.println("waymark: while closing the demo: " + e);
      }
    }
  }

  private static void deleteRecursively(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
