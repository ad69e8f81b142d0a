package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.build.Spool;

/** What an ended build keeps, and how the next one goes on. */
class MapBuildResumeTest {

  private static final int FRAMES = 20;

  private static DescriptorExtractor extractor;

  @TempDir Path directory;
  private GeneratedScene scene;
  private MapDirectory map;

  @BeforeAll
  static void openExtractor() {
    extractor = TestMaps.smallExtractor();
  }

  @AfterAll
  static void closeExtractor() {
    extractor.close();
  }

  @BeforeEach
  void writeScene() throws IOException {
    scene = GeneratedScene.write(directory.resolve("scene"), 1, FRAMES);
    map = new MapDirectory(directory.resolve("maps/office"));
  }

  /** Ends the build in the middle of a task, as a person would; hears what is said. */
  private static final class Watcher implements ProgressReporter {

    private static final class Ended extends RuntimeException {}

    private final String endIn;
    private final long endAfter;
    private final List<String> notes = new ArrayList<>();
    private long described;

    Watcher(String endIn, long endAfter) {
      this.endIn = endIn;
      this.endAfter = endAfter;
    }

    @Override
    public void note(String sentence) {
      notes.add(sentence);
    }

    @Override
    public Progress start(String task, long total) {
      return new Progress() {
        private long done;

        @Override
        public void advance(long items) {
          done += items;
          described += task.equals("describing") ? items : 0;
          if (task.equals(endIn) && done >= endAfter) {
            throw new Ended();
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  private MapManifest build(ProgressReporter reporter) {
    return build(map, MapBuilder.Options.defaults().keepingAll(), reporter);
  }

  private MapManifest build(
      MapDirectory into, MapBuilder.Options options, ProgressReporter reporter) {
    return new MapBuilder(extractor, options).build(List.of(scene.open()), into, reporter);
  }

  @Test
  void shouldGoOnWithDescribingAndGiveTheSameMap() throws Exception {
    assertThatThrownBy(() -> build(new Watcher("describing", 7))).isInstanceOf(Watcher.Ended.class);
    assertThat(entries(map.root())).containsExactly(Spool.FOLDER);

    Watcher watcher = new Watcher("", 0);
    MapManifest resumed = build(watcher);
    assertThat(watcher.notes)
        .anyMatch(note -> note.contains("7 of 20 frames") && note.startsWith("Going on"));
    assertThat(watcher.described).isEqualTo(FRAMES - 7);
    assertThat(entries(map.root())).doesNotContain(Spool.FOLDER);

    MapDirectory fresh = new MapDirectory(directory.resolve("fresh"));
    MapManifest whole =
        build(fresh, MapBuilder.Options.defaults().keepingAll(), ProgressReporter.silent());
    assertThat(resumed.places()).isEqualTo(whole.places()).isEqualTo(FRAMES);
    assertThat(contents(map)).isEqualTo(contents(fresh));
  }

  /** The places in the order in which they lie in the map, with their descriptors. */
  private static List<List<Object>> contents(MapDirectory map) {
    List<List<Object>> contents = new ArrayList<>();
    try (PlaceMap open = PlaceMap.open(map.current())) {
      open.forEach(
          described ->
              contents.add(
                  List.of(described.place(), java.util.Arrays.hashCode(described.descriptor()))));
    }
    return contents;
  }

  @Test
  void shouldDescribeNothingAgainWhenAllWasDescribed() throws Exception {
    assertThatThrownBy(() -> build(new Watcher("indexing", 3))).isInstanceOf(Watcher.Ended.class);
    assertThat(entries(map.root())).containsExactly(Spool.FOLDER);
    Watcher watcher = new Watcher("", 0);
    assertThat(build(watcher).places()).isEqualTo(FRAMES);
    assertThat(watcher.described).isZero();
    assertThat(watcher.notes).anyMatch(note -> note.startsWith("All frames of"));
  }

  @Test
  void shouldUseWhatIsDescribedForAnotherChoiceOfKeyFramesToo() {
    assertThatThrownBy(() -> build(new Watcher("indexing", 3))).isInstanceOf(Watcher.Ended.class);
    Watcher watcher = new Watcher("", 0);
    build(map, MapBuilder.Options.defaults(), watcher);
    assertThat(watcher.described).isZero();
  }

  @Test
  void shouldDescribeAnewWhenTheFramesAreOthersOrWhenToldTo() throws Exception {
    assertThatThrownBy(() -> build(new Watcher("describing", 7))).isInstanceOf(Watcher.Ended.class);
    Watcher told = new Watcher("describing", 9);
    MapBuilder.Options defaults = MapBuilder.Options.defaults();
    MapBuilder.Options restart =
        new MapBuilder.Options(
            defaults.frameId(),
            false,
            true,
            defaults.keyFrames(),
            defaults.tags(),
            defaults.thumbnailWidth(),
            "",
            defaults.search());
    assertThatThrownBy(() -> build(map, restart, told)).isInstanceOf(Watcher.Ended.class);
    assertThat(told.notes).isEmpty();
    assertThat(told.described).isEqualTo(9);

    Files.delete(scene.file(1, FRAMES - 1, "color.jpg"));
    Files.delete(scene.file(1, FRAMES - 1, "pose.txt"));
    Files.delete(scene.file(1, FRAMES - 1, "depth.png"));
    Watcher others = new Watcher("", 0);
    assertThat(build(others).places()).isEqualTo(FRAMES - 1);
    assertThat(others.described).isEqualTo(FRAMES - 1);
  }

  @Test
  void shouldGoOnAfterABrokenPictureWasMended() throws Exception {
    Path picture = scene.file(1, 12, "color.jpg");
    byte[] bytes = Files.readAllBytes(picture);
    Files.writeString(picture, "no picture");
    assertThatThrownBy(() -> build(ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000012")
        .hasMessageContaining("12 frames done so far are kept");
    Files.write(picture, bytes);
    Watcher watcher = new Watcher("", 0);
    assertThat(build(watcher).places()).isEqualTo(FRAMES);
    assertThat(watcher.described).isEqualTo(FRAMES - 12);
  }

  @Test
  void shouldNotLeaveOutWhatAnEarlierBuildSkippedWithoutBeingAsked() throws Exception {
    Files.writeString(scene.file(1, 4, "color.jpg"), "no picture");
    assertThatThrownBy(
            () ->
                build(
                    map,
                    MapBuilder.Options.defaults().skippingBroken(),
                    new Watcher("indexing", 1)))
        .isInstanceOf(Watcher.Ended.class);
    assertThatThrownBy(() -> build(ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000004")
        .hasMessageContaining("--skip-broken");
  }

  @Test
  void shouldRemoveWhatNobodyCameBackForButNothingYoung() throws Exception {
    Path spool = Files.createDirectories(map.root().resolve(Spool.FOLDER));
    Path old = Files.writeString(spool.resolve("0123456789abcdef.npy.partial"), "old");
    Path young = Files.writeString(spool.resolve("fedcba9876543210.npy.partial"), "young");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    build(ProgressReporter.silent());
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
