package org.waymark.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapImport;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.Match;
import org.waymark.indexer.Place;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.SearchMethod;
import org.waymark.indexer.SearchSettings;
import org.waymark.indexer.search.SearchRequest;

/**
 * Searches per second in a map of a made-up drive, over those of faiss's and hnswlib's graphs of
 * the same descriptors. The map is written and searched by the code that writes and searches users'
 * maps, and its searches give places with poses; the others give numbers. Each is asked for the
 * fewest candidates with which it finds at least 99% of the nearest frames and of the nearest ten.
 * Rounds of all three alternate, on one thread.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.MapRatio \
 *     COUNT SIZE ROUNDS FOLDER [--peers PYTHON] [--connections 16] [--filters] [--queries 1000]
 * </pre>
 *
 * <p>FOLDER takes the map, and keeps it: where it holds one already, that one is searched. Without
 * {@code --peers}, e.g. {@code --peers /usr/bin/python3}, only the map is searched.
 */
public final class MapRatio {

  private static final int K = 10;

  /** Queries that try the map when it is written; others than those that are timed. */
  private static final int HELD_OUT = 300;

  private static final double TARGET = 0.99;
  private static final int PEERS_BEAM = 200;
  private static final int[] BEAMS = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 170, 220};
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final DrivenDescriptors drive;
  private final List<DrivenDescriptors.Query> queries;
  private final int rounds;

  private MapRatio(DrivenDescriptors drive, int queries, int rounds) {
    this.drive = drive;
    this.queries = IntStream.range(0, queries).mapToObj(drive::query).toList();
    this.rounds = rounds;
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      System.err.println(
          "Usage: MapRatio COUNT SIZE ROUNDS FOLDER [--peers PYTHON] [--connections 16] [--filters] [--queries 1000]");
      System.exit(2);
    }
    List<String> options = List.of(args).subList(4, args.length);
    DrivenDescriptors drive =
        new DrivenDescriptors(Integer.parseInt(args[0]), Integer.parseInt(args[1]), 7);
    MapRatio bench =
        new MapRatio(
            drive,
            Integer.parseInt(option(options, "--queries").orElse("1000")),
            Integer.parseInt(args[2]));
    Path folder = Files.createDirectories(Path.of(args[3]));
    bench.run(
        folder,
        option(options, "--peers"),
        Integer.parseInt(option(options, "--connections").orElse("16")),
        options.contains("--filters"));
  }

  private static Optional<String> option(List<String> options, String name) {
    int at = options.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(options.get(at + 1));
  }

  private void run(Path folder, Optional<String> python, int connections, boolean filters)
      throws IOException {
    try (PlaceMap map =
        PlaceMap.open(
            written(folder.resolve("drive-%d-%d".formatted(drive.count(), drive.size()))))) {
      MapManifest.Build build = map.manifest().build();
      print(
          "%d frames x %d: %s, %d connections, beam %d to build and %d to search, %s",
          drive.count(),
          drive.size(),
          build.search(),
          build.maxConnections(),
          build.beamWidth(),
          build.beamAtSearch(),
          String.valueOf(build.selfCheck()));
      long begin = System.nanoTime();
      List<float[]> asked = queries.stream().map(DrivenDescriptors.Query::descriptor).toList();
      NearestTruth truth = NearestTruth.of(drive, asked, K);
      print("compared all: %.0f s", (System.nanoTime() - begin) / 1e9);
      warmUp(map);
      NearestTruth.Recall own = truth.of(search(map, build.beamAtSearch()).found());
      print(
          "with the map's own beam of %d: recall@1 %.4f, recall@10 %.4f",
          build.beamAtSearch(), own.at1(), own.at10());
      if (python.isPresent()) {
        try (SearchPeers peers =
            SearchPeers.start(python.get(), folder, drive, asked, K, connections, PEERS_BEAM)) {
          peers
              .built()
              .forEach(
                  b ->
                      print(
                          "%s, %d connections, beam %d: built in %.1f s (%.1f s of CPU), %.1f MB",
                          b.name(),
                          connections,
                          PEERS_BEAM,
                          b.seconds(),
                          b.cpuSeconds(),
                          b.bytes() / 1e6));
          alternate(map, Optional.of(peers), truth);
        }
      } else {
        alternate(map, Optional.empty(), truth);
      }
      if (filters) {
        new FilterRatio(drive, queries, map, rounds).run();
      }
    }
  }

  /** The map of the drive, written unless it is there. */
  private Path written(Path folder) throws IOException {
    MapDirectory map = new MapDirectory(folder);
    if (!Files.exists(folder)) {
      long begin = System.nanoTime();
      long cpu = THREADS.getCurrentThreadCpuTime();
      MapImport.write(
          map,
          new MapImport.Model("made-up-drive", "random Fourier features", drive.size()),
          new MapImport.Source() {
            @Override
            public int size() {
              return drive.count();
            }

            @Override
            public Place place(int index) {
              return MapRatio.place(drive, index);
            }

            @Override
            public float[] descriptor(int index) {
              return drive.descriptor(index);
            }

            @Override
            public List<float[]> heldOut() {
              return IntStream.range(0, HELD_OUT)
                  .mapToObj(i -> drive.query(queries.size() + i).descriptor())
                  .toList();
            }
          },
          SearchSettings.DEFAULT,
          ProgressReporter.silent());
      print(
          "Waymark: built in %.1f s (%.1f s of CPU), descriptors made and searches tried included",
          (System.nanoTime() - begin) / 1e9, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9);
    }
    try (Stream<Path> files = Files.walk(map.current())) {
      print("Waymark: %.1f MB", files.mapToLong(f -> f.toFile().length()).sum() / 1e6);
    }
    return map.current();
  }

  /** A frame as a place; its tags pass one in a hundred and one in a thousand. */
  static Place place(DrivenDescriptors drive, int frame) {
    return new Place(
            frame,
            "frame-%07d".formatted(frame),
            "session-%03d".formatted(frame / DrivenDescriptors.SESSION),
            frame * 100_000_000L,
            drive.pose(frame))
        .withTags(
            Map.of(
                "hundredth", Integer.toString(frame % 100),
                "thousandth", Integer.toString(frame % 1000)));
  }

  private void warmUp(PlaceMap map) {
    for (int i = 0; i < 3; i++) {
      search(map, 50);
    }
  }

  private SearchPeers.Searched search(PlaceMap map, int beam) {
    return search(map, queries, SearchRequest.nearest(K).withBeam(beam));
  }

  static SearchPeers.Searched search(
      PlaceMap map, List<DrivenDescriptors.Query> queries, SearchRequest request) {
    int[][] found = new int[queries.size()][];
    long cpu = THREADS.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    List<List<Match>> matches = new ArrayList<>(found.length);
    for (DrivenDescriptors.Query query : queries) {
      matches.add(map.search(query.descriptor(), request).matches());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9;
    for (int i = 0; i < found.length; i++) {
      found[i] = matches.get(i).stream().mapToInt(m -> m.place().index()).toArray();
    }
    return new SearchPeers.Searched(seconds, cpuSeconds, found);
  }

  /** One of those that are compared. */
  private interface Contender {
    SearchPeers.Searched search(int beam) throws IOException;
  }

  private void alternate(PlaceMap map, Optional<SearchPeers> peers, NearestTruth truth)
      throws IOException {
    List<String> names = new ArrayList<>(List.of("Waymark"));
    List<Contender> contenders = new ArrayList<>(List.of(beam -> search(map, beam)));
    peers.ifPresent(
        p ->
            p.built()
                .forEach(
                    b -> {
                      names.add(b.name());
                      contenders.add(beam -> p.search(b.name(), beam));
                    }));
    int[] beams = new int[names.size()];
    for (int i = 0; i < beams.length; i++) {
      beams[i] = leastBeam(names.get(i), contenders.get(i), truth, map);
    }
    Rounds[] clock = rounds(names.size());
    Rounds[] cpu = rounds(names.size());
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < beams.length; i++) {
        SearchPeers.Searched searched = contenders.get(i).search(beams[i]);
        clock[i].set(round, queries.size() / searched.seconds());
        cpu[i].set(round, queries.size() / searched.cpuSeconds());
      }
    }
    for (int i = 0; i < beams.length; i++) {
      clock[i].print(names.get(i) + ", searches/s");
      cpu[i].print(names.get(i) + ", searches/s of CPU");
    }
    for (int i = 1; i < beams.length; i++) {
      Rounds ratio = new Rounds(rounds);
      Rounds cpuRatio = new Rounds(rounds);
      for (int round = 0; round < rounds; round++) {
        ratio.set(round, clock[0].get(round) / clock[i].get(round));
        cpuRatio.set(round, cpu[0].get(round) / cpu[i].get(round));
      }
      ratio.print("ratio to " + names.get(i));
      cpuRatio.print("ratio to " + names.get(i) + ", by CPU");
    }
  }

  private Rounds[] rounds(int count) {
    return Stream.generate(() -> new Rounds(rounds)).limit(count).toArray(Rounds[]::new);
  }

  private static int leastBeam(String name, Contender contender, NearestTruth truth, PlaceMap map)
      throws IOException {
    for (int beam : BEAMS) {
      NearestTruth.Recall recall = truth.of(contender.search(beam).found());
      boolean exact =
          name.equals("Waymark") && map.manifest().build().search() == SearchMethod.EXACT;
      if (recall.reaches(TARGET) || exact) {
        print(
            "%s with beam %d: recall@1 %.4f, recall@10 %.4f",
            name, beam, recall.at1(), recall.at10());
        return beam;
      }
    }
    int most = java.util.Arrays.stream(BEAMS).max().orElseThrow();
    NearestTruth.Recall recall = truth.of(contender.search(most).found());
    print(
        "%s MISSES the target with beam %d: recall@1 %.4f, recall@10 %.4f",
        name, most, recall.at1(), recall.at10());
    return most;
  }

  static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
