package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.progress.ProgressReporter;

class MapVerificationTest {

  @TempDir Path directory;
  private MapDirectory map;
  private Path version;
  private MapManifest whole;

  @BeforeEach
  void build() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 300, 16), SearchMethod.HNSW);
    version = map.current();
    whole = MapManifest.read(version);
  }

  private MapVerification.Report verify() {
    return MapVerification.run(version, 3, ProgressReporter.silent());
  }

  @Test
  void shouldFindASoundMapSoundAndMeasureItsRecallAgain() throws IOException {
    MapVerification.Report report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(Objects.requireNonNull(report.recall()).recallAt10()).isBetween(0.99, 1.0);
    assertThat(report).isEqualTo(verify());
    try (var files = Files.list(version.resolve("lucene"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .as("nothing is left behind")
          .containsExactlyInAnyOrderElementsOf(whole.files().keySet());
    }
  }

  @Test
  void shouldNameEveryDamagedFile() throws IOException {
    List<Path> files;
    try (var all = Files.list(version.resolve("lucene"))) {
      files = all.sorted().toList();
    }
    Files.write(files.get(0), new byte[] {1});
    Files.delete(files.get(1));
    Files.writeString(version.resolve("lucene/added"), "x");
    MapVerification.Report report = verify();
    assertThat(report.recall()).isNull();
    assertThat(report.problems()).hasSize(3);
    assertThat(report.problems().get(0)).contains(files.get(0).toString(), "damaged");
    assertThat(report.problems().get(1)).contains(files.get(1).toString(), "there is no file");
    assertThat(report.problems().get(2)).contains("added");
  }

  @Test
  void shouldFindAnExtentThatIsNotThePlaces() throws IOException {
    MapManifest.Extent extent = whole.extent();
    TestManifests.withExtent(
            whole,
            new MapManifest.Extent(
                extent.minX(), extent.minY(), extent.minZ(), 9.5, extent.maxY(), extent.maxZ()))
        .write(version);
    MapVerification.Report report = verify();
    assertThat(report.problems()).hasSize(100).first().asString().contains("outside the extent");
  }

  @Test
  void shouldFindANumberOfPlacesThatIsNotTheirs() throws IOException {
    TestManifests.withPlaces(whole, 299).write(version);
    assertThat(verify().problems()).singleElement().asString().contains("299");
  }

  @Test
  void shouldSayThatThereIsNoMap() {
    MapVerification.Report report =
        MapVerification.run(map.version("9"), 0, ProgressReporter.silent());
    assertThat(report.manifest()).isNull();
    assertThat(report.problems()).singleElement().asString().contains("is no map");
  }
}
