package org.waymark.indexer.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.SearchMethod;
import org.waymark.indexer.TestMaps;

class ServedMapTest {

  private static final float[] QUERY = TestMaps.randomUnits(99, 1, 8).getFirst();

  @TempDir Path directory;
  private MapDirectory map;

  @BeforeEach
  void buildTwoVersions() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 5, 8), SearchMethod.EXACT);
    TestMaps.write(map, TestMaps.randomUnits(2, 7, 8), SearchMethod.EXACT);
  }

  @Test
  void shouldFinishWithTheVersionThatItBeganWith() {
    try (ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(map.version("1")))) {
      ServedMap.Use<PlaceMap> before = served.use();
      ServedMap.Swap swap = served.swapTo(map.version("2"));
      assertThat(swap.from().version()).isEqualTo("1");
      assertThat(swap.to().version()).isEqualTo("2");
      assertThat(swap.sameFrame()).isTrue();
      try (ServedMap.Use<PlaceMap> after = served.use()) {
        assertThat(after.map().search(QUERY, 9)).hasSize(7);
      }
      assertThat(before.map().search(QUERY, 9)).hasSize(5);
      PlaceMap old = before.map();
      before.close();
      before.close();
      assertThatThrownBy(before::map).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> old.search(QUERY, 1)).isInstanceOf(RuntimeException.class);
      assertThat(served.manifest().version()).isEqualTo("2");
    }
  }

  @Test
  void shouldFollowTheDirectoryUntilItIsTheSame() {
    try (ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(map.version("1")))) {
      assertThat(served.follow(map))
          .hasValueSatisfying(s -> assertThat(s.to().version()).isEqualTo("2"));
      assertThat(served.follow(map)).isEmpty();
    }
  }

  @Test
  void shouldGoOnWithTheOldVersionWhenTheNewOneIsDamagedOrOfAnotherModel() throws IOException {
    try (ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(map.version("1")))) {
      Path damaged;
      try (var files = Files.list(map.version("2").resolve("lucene"))) {
        damaged = files.filter(f -> f.toString().endsWith(".vec")).findFirst().orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length / 2] ^= 4;
      Files.write(damaged, bytes);
      assertThatThrownBy(() -> served.swapTo(map.version("2")))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(damaged.getFileName().toString());
      assertThatThrownBy(() -> served.swapTo(map.version("7")))
          .isInstanceOf(WaymarkException.class);
      MapDirectory other = new MapDirectory(directory.resolve("other"));
      TestMaps.writeOfModel(other, "ffff", TestMaps.randomUnits(1, 5, 8));
      assertThatThrownBy(() -> served.swapTo(other.current()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("ffff")
          .hasMessageContaining("0123abcd");
      try (ServedMap.Use<PlaceMap> use = served.use()) {
        assertThat(use.map().search(QUERY, 9)).hasSize(5);
      }
    }
  }

  @Test
  void shouldUnmapTheOldVersionWhenItsLastUserIsDone() throws IOException {
    Assumptions.assumeTrue(Files.exists(MappedFiles.MAPS), "needs /proc");
    ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(map.version("1")));
    ServedMap.Use<PlaceMap> use = served.use();
    served.swapTo(map.version("2"));
    assertThat(MappedFiles.below(map.version("1"))).isPositive();
    use.close();
    assertThat(MappedFiles.below(map.version("1"))).isZero();
    ServedMap.Use<PlaceMap> last = served.use();
    served.close();
    served.close();
    assertThat(last.map().search(QUERY, 9)).hasSize(7);
    last.close();
    assertThat(MappedFiles.below(map.root())).isZero();
    assertThatThrownBy(served::use).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> served.swapTo(map.version("1")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldKeepServingWhenFilesAreDeletedAndNameThemWhenAskedToOpenThem() throws IOException {
    Path version = map.version("2");
    List<Path> files;
    try (var all = Files.list(version.resolve("lucene"))) {
      files = all.toList();
    }
    try (ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(version))) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        try (ServedMap.Use<PlaceMap> use = served.use()) {
          assertThat(use.map().search(QUERY, 9)).as("without %s", file).hasSize(7);
        }
        assertThatThrownBy(() -> served.swapTo(version))
            .isInstanceOf(WaymarkException.class)
            .hasMessageContaining(file.getFileName().toString());
        Files.write(file, bytes);
      }
      served.swapTo(version);
    }
  }
}
