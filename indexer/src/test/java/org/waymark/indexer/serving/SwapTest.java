package org.waymark.indexer.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.SearchMethod;
import org.waymark.indexer.TestMaps;

/** Versions are swapped while many search: nobody fails, and nobody gets a mix of two versions. */
class SwapTest {

  private static final int SEARCHERS = 4;

  @TempDir Path directory;

  /**
   * How much there is to do.
   *
   * @param queriesPerSecond of all searchers together; 0 for as many as go
   */
  private record Load(
      int versions, int places, int size, SearchMethod search, int queriesPerSecond) {}

  @Test
  void shouldSwapUnderLoad() throws Exception {
    run(new Load(12, 60, 16, SearchMethod.HNSW, 0));
  }

  /** The long run: {@code -Dwaymark.acceptance=true}. */
  @Test
  @EnabledIfSystemProperty(named = "waymark.acceptance", matches = "true")
  void shouldSwapFiftyVersionsUnderTwoHundredQueriesASecond() throws Exception {
    run(new Load(50, 5_000, 64, SearchMethod.HNSW, 200));
  }

  private void run(Load load) throws Exception {
    MapDirectory map = new MapDirectory(directory.resolve("office"));
    TestMaps.writeNamed(
        map, "v1-", TestMaps.randomUnits(1, load.places(), load.size()), load.search());
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<Long> mapped = new ArrayList<>();
    List<Long> residentKilobytes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SEARCHERS);
        ServedMap<PlaceMap> served = ServedMap.of(PlaceMap.open(map.current()))) {
      List<Future<Integer>> searchers = new ArrayList<>();
      for (int i = 0; i < SEARCHERS; i++) {
        int seed = i;
        searchers.add(threads.submit(() -> search(served, load, seed, stop, answered)));
      }
      long begin = System.nanoTime();
      for (int v = 2; v <= load.versions(); v++) {
        TestMaps.writeNamed(
            map,
            "v%d-".formatted(v),
            TestMaps.randomUnits(v, load.places(), load.size()),
            load.search());
        int before = answered.get();
        served.swapTo(map.current());
        // Some are answered by each version.
        while (answered.get() < before + 2 * SEARCHERS
            && searchers.stream().noneMatch(Future::isDone)) {
          LockSupport.parkNanos(100_000);
        }
        if (Files.exists(MappedFiles.MAPS)) {
          mapped.add(MappedFiles.below(map.root()));
          residentKilobytes.add(residentKilobytes());
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      stop.set(true);
      int versions = 0;
      for (Future<Integer> searcher : searchers) {
        versions = Math.max(versions, searcher.get());
      }
      assertThat(versions).as("versions that one searcher saw").isGreaterThan(load.versions() / 2);
      System.out.printf(
          "%d versions swapped in %.1f s, %d queries (%.0f/s), files mapped %s, resident MB first %d, last %d%n",
          load.versions(),
          seconds,
          answered.get(),
          answered.get() / seconds,
          mapped.stream().distinct().toList(),
          residentKilobytes.isEmpty() ? 0 : residentKilobytes.getFirst() / 1024,
          residentKilobytes.isEmpty() ? 0 : residentKilobytes.getLast() / 1024);
      if (!mapped.isEmpty()) {
        // A search that is under way may still hold the version before.
        assertThat(mapped.getLast())
            .isLessThanOrEqualTo(2 * mapped.stream().mapToLong(m -> m).min().orElseThrow());
      }
    }
    if (Files.exists(MappedFiles.MAPS)) {
      assertThat(MappedFiles.below(map.root())).isZero();
    }
  }

  /** Searches until told to stop; returns how many versions answered. */
  private static int search(
      ServedMap<PlaceMap> served, Load load, int seed, AtomicBoolean stop, AtomicInteger answered) {
    Random random = new Random(seed);
    int versions = 0;
    String last = "";
    long next = System.nanoTime();
    long pause =
        load.queriesPerSecond() == 0 ? 0 : SEARCHERS * 1_000_000_000L / load.queriesPerSecond();
    while (!stop.get()) {
      float[] query = TestMaps.randomUnit(random, load.size());
      try (ServedMap.Use<PlaceMap> use = served.use()) {
        String version = use.map().manifest().version();
        List<Match> matches = use.map().search(query, 10);
        assertThat(matches).hasSize(10);
        assertThat(matches).allMatch(m -> m.place().id().startsWith("v%s-".formatted(version)));
        versions += version.equals(last) ? 0 : 1;
        last = version;
      }
      answered.incrementAndGet();
      next += pause;
      long wait = next - System.nanoTime();
      if (pause > 0 && wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
    return versions;
  }

  private static long residentKilobytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
