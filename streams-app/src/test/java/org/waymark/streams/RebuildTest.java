package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.rebuild.RebuildDescriptors;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Maps whose frames are described by instances behind Kafka. */
@Timeout(120)
class RebuildTest {

  private static final int FRAMES = 40;

  @TempDir static Path directory;
  private static DescriptorExtractor extractor;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;

  @BeforeAll
  static void start() throws IOException {
    extractor = TestWorld.extractor(0);
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(4));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    extractor.close();
  }

  /** Frames of a slow drive, so that only some become places. */
  private static Dataset recording(String name) throws IOException {
    Path sequence = Files.createDirectories(directory.resolve(name).resolve("seq-01"));
    for (int i = 0; i < FRAMES; i++) {
      Files.write(sequence.resolve("frame-%06d.color.jpg".formatted(i)), TestWorld.jpeg(i / 3));
      Files.writeString(
          sequence.resolve("frame-%06d.pose.txt".formatted(i)),
          "1 0 0 %s\n0 1 0 0\n0 0 1 0\n0 0 0 1\n".formatted(0.15 * i));
    }
    return Datasets.open("7scenes:" + directory.resolve(name));
  }

  private static Localizer describer(DescriptorExtractor network, String instance) {
    return Localizer.start(
        kafka,
        Describer.of(network),
        new Purpose.Describe(instance),
        new LocalizerOptions(
            Mode.REPLAY,
            "describers",
            directory.resolve(instance),
            1,
            Duration.ofMinutes(1),
            true,
            Map.of("processing.guarantee", "at_least_once")),
        new CompositeMeterRegistry());
  }

  private static MapBuilder rebuilder(MapBuilder.Options options) {
    return new MapBuilder(
        MapBuilder.Model.of(extractor.model()),
        options,
        map ->
            new RebuildDescriptors(
                kafka,
                new RebuildDescriptors.Wanted(
                    extractor.model().id(),
                    extractor.precision().id(),
                    extractor.descriptorSize(),
                    options.skipBroken(),
                    ""),
                map));
  }

  private static List<String> places(MapDirectory map) {
    List<String> places = new ArrayList<>();
    try (PlaceMap open = PlaceMap.open(map.current())) {
      open.forEachPlace(
          (place, descriptor) -> places.add(place + " " + Arrays.toString(descriptor)));
    }
    return places;
  }

  @Test
  void shouldBuildTheMapThatALocalBuildMakesAndGoOnFromWhatIsDescribed() throws Exception {
    Dataset recording = recording("scene");
    Path broken = directory.resolve("scene/seq-01/frame-000017.color.jpg");
    Files.writeString(broken, "no picture");
    MapBuilder.Options options = MapBuilder.Options.defaults().skippingBroken();
    MapDirectory local = new MapDirectory(directory.resolve("local/office"));
    new MapBuilder(extractor, options).build(List.of(recording), local, ProgressReporter.silent());
    MapDirectory rebuilt = new MapDirectory(directory.resolve("rebuilt/office"));
    Notes notes = new Notes();
    try (Localizer one = describer(extractor, "one");
        Localizer two = describer(extractor, "two")) {
      rebuilder(options).build(List.of(recording), rebuilt, notes);
      one.requireHealthy();
      two.requireHealthy();
    }
    assertThat(places(rebuilt)).isEqualTo(places(local)).hasSizeBetween(5, FRAMES - 2);
    assertThat(rebuilt.root().resolve(".spool")).doesNotExist();
    assertThat(notes.sentences).noneMatch(s -> s.startsWith("Going on"));

    // Nobody describes any more, and nobody needs to.
    MapDirectory again = new MapDirectory(directory.resolve("again/office"));
    rebuilder(options).build(List.of(recording), again, notes);
    assertThat(places(again)).isEqualTo(places(local));
    assertThat(notes.sentences)
        .contains("Going on after %d of %d frames that are described.".formatted(FRAMES, FRAMES));

    assertThatThrownBy(
            () ->
                rebuilder(MapBuilder.Options.defaults())
                    .build(
                        List.of(recording),
                        new MapDirectory(directory.resolve("strict/office")),
                        notes))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000017")
        .hasMessageContaining("--skip-broken");
    assertThat(directory.resolve("strict")).doesNotExist();
  }

  @Test
  void shouldNameAnInstanceWithAnotherModel() throws IOException {
    Dataset recording = recording("other");
    try (DescriptorExtractor other = TestWorld.extractor(5);
        Localizer wrong = describer(other, "wrong")) {
      assertThatThrownBy(
              () ->
                  rebuilder(MapBuilder.Options.defaults())
                      .build(
                          List.of(recording),
                          new MapDirectory(directory.resolve("wrong-model/office")),
                          ProgressReporter.silent()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("instance wrong")
          .hasMessageContaining(other.model().id())
          .hasMessageContaining(extractor.model().id());
      wrong.requireHealthy();
    }
  }

  private static final class Notes implements ProgressReporter {

    private final List<String> sentences = new CopyOnWriteArrayList<>();

    @Override
    public Progress start(String task, long total) {
      return ProgressReporter.silent().start(task, total);
    }

    @Override
    public void note(String sentence) {
      sentences.add(sentence);
    }
  }
}
