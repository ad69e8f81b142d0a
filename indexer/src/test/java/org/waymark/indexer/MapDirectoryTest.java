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
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;

class MapDirectoryTest {

  @TempDir Path directory;
  private MapDirectory map;

  @BeforeEach
  void buildOneVersion() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 5, 8), SearchMethod.EXACT);
  }

  @Test
  void shouldAcceptAVersionItself() {
    assertThat(new MapDirectory(map.version("1")).current()).isEqualTo(map.version("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2", "", "..", ".", "../office/1", "1/lucene", "/", "/etc", "a\0b", "current"})
  void shouldRefuseACurrentThatNamesNoVersion(String version) throws IOException {
    Files.writeString(map.root().resolve("current"), version);
    assertThatThrownBy(map::current)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(map.root().resolve("current").toString())
        .message()
        .doesNotContain("\0");
  }

  @Test
  void shouldRefuseACurrentThatIsNoShortText() throws IOException {
    Path current = map.root().resolve("current");
    Files.write(current, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(map::current).isInstanceOf(WaymarkException.class);
    Files.writeString(current, "1".repeat(1 << 20));
    assertThatThrownBy(map::current).isInstanceOf(WaymarkException.class);
    Files.delete(current);
    assertThatThrownBy(map::current)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no finished map");
  }

  @Test
  void shouldSayHowToBuildAMapThatIsNotThere() {
    assertThatThrownBy(() -> new MapDirectory(directory.resolve("nowhere")).current())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("waymark index build");
  }

  @Test
  void shouldRemoveWhatAKilledBuildLeftButNotWhatAnotherIsWriting() throws IOException {
    Path left = Files.createDirectory(map.root().resolve(".building-killed"));
    Files.writeString(left.resolve("file"), "half");
    Path young = Files.createDirectory(map.root().resolve(".building-now"));
    Path slow = Files.createDirectory(map.root().resolve(".building-for-days"));
    Files.writeString(slow.resolve("file"), "half");
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    Files.setLastModifiedTime(left.resolve("file"), before);
    Files.setLastModifiedTime(left, before);
    Files.setLastModifiedTime(slow, before);
    MapManifest manifest = TestMaps.write(map, TestMaps.randomUnits(1, 5, 8), SearchMethod.EXACT);
    assertThat(manifest.version()).isEqualTo("2");
    assertThat(left).doesNotExist();
    assertThat(young).exists();
    assertThat(slow).exists();
  }

  @Test
  void shouldGiveEachOfSeveralBuildersAVersionOfItsOwn() throws Exception {
    int builders = 4;
    int builds = 5;
    CyclicBarrier start = new CyclicBarrier(builders);
    List<Future<List<String>>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(builders)) {
      for (int b = 0; b < builders; b++) {
        Callable<List<String>> task =
            () -> {
              List<String> versions = new ArrayList<>();
              for (int i = 0; i < builds; i++) {
                start.await(20, TimeUnit.SECONDS);
                versions.add(
                    TestMaps.write(map, TestMaps.randomUnits(i, 3, 8), SearchMethod.EXACT)
                        .version());
              }
              return versions;
            };
        results.add(threads.submit(task));
      }
    }
    List<String> versions = new ArrayList<>();
    for (Future<List<String>> result : results) {
      versions.addAll(result.get());
    }
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(2, 1 + builders * builds).mapToObj(Integer::toString).toList());
    for (String version : versions) {
      try (PlaceMap open = PlaceMap.open(map.version(version))) {
        assertThat(open.manifest().version()).isEqualTo(version);
      }
    }
    assertThat(versions).contains(map.current().getFileName().toString());
    assertThat(map.root()).isDirectoryNotContaining("glob:**/.building-*");
  }
}
