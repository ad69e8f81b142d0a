package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;

class MapLeaseTest {

  @TempDir Path directory;
  private MapDirectory map;

  @BeforeEach
  void buildFourVersions() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    for (int i = 0; i < 4; i++) {
      TestMaps.write(map, TestMaps.randomUnits(i, 5, 8), SearchMethod.EXACT);
    }
  }

  @Test
  void shouldRemoveOldVersionsThatNobodyUses() {
    MapPruning pruning = new MapPruning(map, 2);
    assertThat(pruning.plan().removed()).containsExactly("1", "2");
    assertThat(names()).containsExactly("1", "2", "3", "4");
    MapPruning.Result result = pruning.run();
    assertThat(result.removed()).containsExactly("1", "2");
    assertThat(result.leased()).isEmpty();
    assertThat(result.bytes()).isPositive();
    assertThat(names()).containsExactly("3", "4");
    assertThat(map.root()).isDirectoryNotContaining("glob:**/.pruned-*");
    assertThat(map.root().resolve(".leases")).isDirectoryNotContaining("glob:**/1");
  }

  @Test
  void shouldKeepAVersionUntilItsLastReaderIsDone() {
    try (PlaceMap first = PlaceMap.open(map.version("1"))) {
      PlaceMap second = PlaceMap.open(map.version("1"));
      assertThat(new MapPruning(map, 1).plan().leased()).containsExactly("1");
      assertThat(new MapPruning(map, 1).run().removed()).containsExactly("2", "3");
      second.close();
      second.close();
      assertThat(new MapPruning(map, 1).run().removed()).isEmpty();
      assertThat(first.search(TestMaps.randomUnits(0, 1, 8).getFirst(), 5)).hasSize(5);
    }
    assertThat(new MapPruning(map, 1).run().removed()).containsExactly("1");
  }

  @Test
  void shouldKeepTheVersionInUseAndTheNewest() {
    map.rollback(Optional.of("2"));
    assertThat(new MapPruning(map, 1).run().removed()).containsExactly("1", "3");
    assertThat(map.current()).isEqualTo(map.version("2"));
    assertThat(names()).containsExactly("2", "4");
  }

  @Test
  void shouldKeepAVersionThatAnotherProcessReadsUntilItDies() throws Exception {
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                map.version("1").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("reading");
      // A reader of our own that ends must not end the other's lease.
      PlaceMap.open(map.version("1")).close();
      assertThat(new MapPruning(map, 1).run().leased()).containsExactly("1");
    } finally {
      reader.destroyForcibly().waitFor();
    }
    assertThat(new MapPruning(map, 1).run().removed()).containsExactly("1");
  }

  /** Another process that reads a map until it is killed. */
  static final class Reader {
    public static void main(String[] args) throws InterruptedException {
      PlaceMap.open(Path.of(args[0]));
      System.out.println("reading");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void shouldEitherOpenAVersionWholeOrSayThatItIsGone() throws Exception {
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 10; round++) {
        String version =
            TestMaps.write(map, TestMaps.randomUnits(round, 5, 8), SearchMethod.EXACT).version();
        TestMaps.write(map, TestMaps.randomUnits(round, 5, 8), SearchMethod.EXACT);
        for (int reader = 0; reader < 3; reader++) {
          Callable<Boolean> open =
              () -> {
                try (PlaceMap opened = PlaceMap.open(map.version(version))) {
                  return opened.search(TestMaps.randomUnits(1, 1, 8).getFirst(), 9).size() == 5
                      && Files.isDirectory(map.version(version));
                } catch (WaymarkException e) {
                  return String.valueOf(e.getMessage()).contains(version);
                }
              };
          results.add(threads.submit(open));
        }
        results.add(threads.submit(() -> new MapPruning(map, 1).run().removed() != null));
      }
    }
    for (Future<Boolean> result : results) {
      assertThat(result.get()).isTrue();
    }
  }

  @Test
  void shouldNeverLoseABuildToARollbackAtTheSameTime() throws Exception {
    List<Future<?>> changes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 12; i++) {
        int seed = i;
        changes.add(
            threads.submit(
                () -> TestMaps.write(map, TestMaps.randomUnits(seed, 5, 8), SearchMethod.EXACT)));
        changes.add(
            threads.submit(
                () -> {
                  try {
                    map.rollback(Optional.empty());
                  } catch (WaymarkException e) {
                    assertThat(e).hasMessageContaining("meanwhile");
                  }
                }));
      }
    }
    for (Future<?> change : changes) {
      change.get();
    }
    assertThat(names())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 16).mapToObj(Integer::toString).toList());
    assertThat(names()).contains(map.current().getFileName().toString());
  }

  @Test
  void shouldRollBackToTheVersionBefore() {
    assertThat(map.rollback(Optional.empty())).isEqualTo(new MapDirectory.Rollback("4", "3"));
    assertThat(map.rollback(Optional.empty()).to()).isEqualTo("2");
    assertThat(map.rollback(Optional.of("4")).from()).isEqualTo("2");
    assertThat(map.versions())
        .filteredOn(MapVersion::current)
        .extracting(MapVersion::name)
        .containsExactly("4");
    map.rollback(Optional.of("1"));
    assertThatThrownBy(() -> map.rollback(Optional.empty()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no version before 1");
  }

  @Test
  void shouldRefuseARollbackThatWouldServeNothing() throws IOException {
    for (String version : List.of("9", "../office/1", "", "current", ".leases")) {
      assertThatThrownBy(() -> map.rollback(Optional.of(version)))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("1, 2, 3, 4");
    }
    assertThatThrownBy(() -> map.rollback(Optional.of("4"))).hasMessageContaining("already");
    assertThatThrownBy(() -> new MapDirectory(map.version("1")).rollback(Optional.empty()))
        .hasMessageContaining("one version");
    Path damaged = map.version("3").resolve("lucene/segments_1");
    Files.write(damaged, new byte[] {1});
    assertThatThrownBy(() -> map.rollback(Optional.of("3")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("segments_1");
    assertThat(map.current()).isEqualTo(map.version("4"));
  }

  @Test
  void shouldLeaveNoTraceBesideAVersionThatStandsAlone() throws IOException {
    Path alone = directory.resolve("copies/3");
    Files.createDirectories(alone.getParent());
    Files.move(map.version("3"), alone);
    PlaceMap.open(alone).close();
    assertThat(alone.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  private List<String> names() {
    return map.versions().stream().map(MapVersion::name).toList();
  }
}
