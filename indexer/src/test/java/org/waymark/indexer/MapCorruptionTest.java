package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;

class MapCorruptionTest {

  /** 200 take minutes: {@code -Dwaymark.acceptance=true}. */
  private static final int DAMAGES = Boolean.getBoolean("waymark.acceptance") ? 200 : 8;

  @TempDir Path directory;
  private MapDirectory map;
  private Path version;
  private Path manifest;

  @BeforeEach
  void build() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 50, 16), SearchMethod.HNSW);
    version = map.current();
    manifest = version.resolve("map.json");
    PlaceMap.open(version).close();
  }

  enum Damage {
    FLIP {
      @Override
      byte[] of(byte[] content, Random random) {
        byte[] damaged = content.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
      }
    },
    TRUNCATE {
      @Override
      byte[] of(byte[] content, Random random) {
        return Arrays.copyOf(content, content.length - 1 - random.nextInt(content.length));
      }
    },
    EMPTY {
      @Override
      byte[] of(byte[] content, Random random) {
        return new byte[0];
      }
    },
    EXTEND {
      @Override
      byte[] of(byte[] content, Random random) {
        return Arrays.copyOf(content, content.length + 1);
      }
    };

    abstract byte[] of(byte[] content, Random random);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNoticeDamageToAnyFile(Damage damage) throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(5).contains(manifest);
    for (int seed = 0; seed < 10; seed++) {
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        assertThat(content).as(file.toString()).isNotEmpty();
        Files.write(file, damage.of(content, new Random(seed)));
        assertRefused(file, "%s, seed %d".formatted(file, seed));
        Files.write(file, content);
      }
    }
    PlaceMap.open(version).close();
  }

  /** In as many ways of either kind that luck has no part in it. */
  @ParameterizedTest
  @EnumSource(names = {"FLIP", "TRUNCATE"})
  void shouldFindEveryDamageToEachFile(Damage damage) throws IOException {
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      for (int seed = 0; seed < DAMAGES; seed++) {
        String as = "%s %s, seed %d".formatted(damage, file, seed);
        Files.write(file, damage.of(content, new Random(seed)));
        assertRefused(file, as);
        MapVerification.Report report = MapVerification.run(version, 0, ProgressReporter.silent());
        assertThat(report.sound()).as(as).isFalse();
        assertThat(report.problems())
            .as(as)
            .hasSize(1)
            .first()
            .asString()
            .contains(file.toString());
      }
      Files.write(file, content);
    }
    assertThat(MapVerification.run(version, 0, ProgressReporter.silent()).problems()).isEmpty();
  }

  @Test
  void shouldNoticeAnyMissingFile() throws IOException {
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      assertRefused(file, file.toString());
      Files.createDirectory(file);
      assertRefused(file, file + " as a directory");
      Files.delete(file);
      Files.write(file, content);
    }
    PlaceMap.open(version).close();
  }

  @Test
  void shouldNoticeAnAddedFileButNotAHiddenOne() throws IOException {
    Path added = Files.writeString(version.resolve("lucene/segments_z"), "another commit");
    assertRefused(added, "added");
    Files.move(added, version.resolve("lucene/.DS_Store"));
    PlaceMap.open(version).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{}",
        "{\"format\":2}",
        "{\"format\":\"1\"}",
        "{\"format\":2,\"sha256\":null}",
        "no JSON",
        "{\"format\":2,"
      })
  void shouldRefuseOtherJson(String json) throws IOException {
    Files.writeString(manifest, json);
    assertRefused(manifest, json);
  }

  @Test
  void shouldRefuseDeepAndHugeFiles() throws IOException {
    Files.writeString(manifest, "[".repeat(1_000_000));
    assertRefused(manifest, "deep");
    try (RandomAccessFile huge = new RandomAccessFile(manifest.toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertRefused(manifest, "huge");
  }

  @Test
  void shouldSayThatAFormatIsNewer() throws IOException {
    Files.writeString(manifest, "{\"format\":3,\"somethingNew\":[]}");
    assertThatThrownBy(() -> PlaceMap.open(version))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("format 3")
        .hasMessageContaining("format 2");
  }

  @Test
  void shouldSayHowToRebuildAMapOfAnEarlierFormat() throws IOException {
    Files.writeString(manifest, "{\"format\":1}");
    assertThatThrownBy(() -> PlaceMap.open(version))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("format 1")
        .hasMessageContaining("waymark index build");
  }

  @Test
  void shouldRefuseAManifestWithoutSomePartEvenIfItsDigestIsRight() throws IOException {
    MapManifest whole = MapManifest.read(version);
    new MapManifest(
            whole.format(),
            whole.name(),
            whole.version(),
            whole.modelId(),
            whole.modelName(),
            whole.descriptorSize(),
            whole.frameId(),
            whole.geo(),
            0,
            whole.extent(),
            whole.contents(),
            whole.sources(),
            whole.build(),
            whole.alignment(),
            whole.files(),
            whole.createdAt())
        .write(version);
    assertThatThrownBy(() -> PlaceMap.open(version))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("map.json")
        .hasMessageContaining("lacks parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../map.json", "/etc/passwd", "a\0b", ".."})
  void shouldRefuseToReadFilesThatAreNotItsOwn(String name) throws IOException {
    MapManifest whole = MapManifest.read(version);
    var files = new java.util.TreeMap<>(whole.files());
    files.put(name, "00");
    new MapManifest(
            whole.format(),
            whole.name(),
            whole.version(),
            whole.modelId(),
            whole.modelName(),
            whole.descriptorSize(),
            whole.frameId(),
            whole.geo(),
            whole.places(),
            whole.extent(),
            whole.contents(),
            whole.sources(),
            whole.build(),
            whole.alignment(),
            files,
            whole.createdAt())
        .write(version);
    assertThatThrownBy(() -> PlaceMap.open(version))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("not its own");
  }

  private void assertRefused(Path file, String as) {
    assertThatThrownBy(() -> PlaceMap.open(version).close())
        .as(as)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.getFileName().toString());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(version)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
