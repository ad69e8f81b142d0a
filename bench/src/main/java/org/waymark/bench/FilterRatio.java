package org.waymark.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.search.PlaceFilter;
import org.waymark.indexer.search.SearchRequest;
import org.waymark.indexer.search.Seed;

/**
 * What filters and predictions cost and find: time of a filtered search over that of the same
 * search without a filter, in alternating rounds, and its recall among the places that pass.
 */
final class FilterRatio {

  private static final int K = 10;

  /** Frames times queries: finding out what is right costs more than what is measured. */
  private static final long MOST_COMPARED = 20_000_000;

  private static final int FEWEST_QUERIES = 50;

  private final DrivenDescriptors drive;
  private final List<DrivenDescriptors.Query> queries;
  private final PlaceMap map;
  private final int rounds;

  FilterRatio(
      DrivenDescriptors drive, List<DrivenDescriptors.Query> queries, PlaceMap map, int rounds) {
    this.drive = drive;
    int most = (int) Math.max(FEWEST_QUERIES, MOST_COMPARED / drive.count());
    this.queries = queries.subList(0, Math.min(most, queries.size()));
    this.map = map;
    this.rounds = rounds;
  }

  /**
   * A kind of filter.
   *
   * @param filter of a query, by its number
   * @param passing the frames that pass it
   */
  private record Kind(
      String name, IntFunction<PlaceFilter> filter, IntFunction<IntPredicate> passing) {}

  void run() {
    for (int part : new int[] {10, 100, 1000}) {
      report(areas("1/%d of all places, around the query".formatted(part), part, 0));
      report(areas("1/%d of all places, elsewhere".formatted(part), part, queries.size() / 2));
      if (part > 10) {
        String tag = part == 100 ? "hundredth" : "thousandth";
        report(
            new Kind(
                "1/%d of all places, by a tag".formatted(part),
                q -> new PlaceFilter.Tag(tag, Integer.toString(q % part)),
                q -> frame -> frame % part == q % part));
      }
    }
    seeds();
  }

  /** Squares of the size that passes the wanted part, around the pose of another query. */
  private Kind areas(String name, int part, int shift) {
    List<PlaceFilter.Box> boxes =
        IntStream.range(0, queries.size())
            .parallel()
            .mapToObj(q -> box(queries.get((q + shift) % queries.size()).pose(), part))
            .toList();
    return new Kind(
        name,
        boxes::get,
        q -> {
          PlaceFilter.Box box = boxes.get(q);
          return frame ->
              drive.x(frame) >= (float) box.minX()
                  && drive.x(frame) <= (float) box.maxX()
                  && drive.y(frame) >= (float) box.minY()
                  && drive.y(frame) <= (float) box.maxY();
        });
  }

  private PlaceFilter.Box box(Pose around, int part) {
    double[] distances =
        IntStream.range(0, drive.count())
            .mapToDouble(
                frame ->
                    Math.max(
                        Math.abs(drive.x(frame) - around.x()),
                        Math.abs(drive.y(frame) - around.y())))
            .sorted()
            .toArray();
    double half = distances[Math.max(K, drive.count() / part) - 1];
    return new PlaceFilter.Box(
        around.x() - half, around.y() - half, around.x() + half, around.y() + half);
  }

  private void report(Kind kind) {
    List<float[]> asked = queries.stream().map(DrivenDescriptors.Query::descriptor).toList();
    List<IntPredicate> passing = IntStream.range(0, asked.size()).mapToObj(kind.passing()).toList();
    NearestTruth truth = NearestTruth.among(drive, asked, passing, K);
    List<SearchRequest> requests =
        IntStream.range(0, asked.size())
            .mapToObj(q -> SearchRequest.nearest(K).within(kind.filter().apply(q)))
            .toList();
    compare("filter passing " + kind.name(), truth, requests);
  }

  private void seeds() {
    List<float[]> asked = queries.stream().map(DrivenDescriptors.Query::descriptor).toList();
    NearestTruth truth = NearestTruth.of(drive, asked, K);
    int many = asked.size();
    List<SearchRequest> plain = new ArrayList<>();
    List<SearchRequest> right = new ArrayList<>();
    List<SearchRequest> wrong = new ArrayList<>();
    for (int q = 0; q < many; q++) {
      plain.add(SearchRequest.nearest(K));
      Pose pose = queries.get(q).pose();
      double angle = q;
      Pose near =
          new Pose(
              pose.x() + 5 * Math.cos(angle),
              pose.y() + 5 * Math.sin(angle),
              pose.z(),
              pose.qx(),
              pose.qy(),
              pose.qz(),
              pose.qw());
      right.add(SearchRequest.nearest(K).from(Seed.at(near)));
      wrong.add(SearchRequest.nearest(K).from(Seed.at(queries.get((q + many / 2) % many).pose())));
    }
    compare("no prediction", truth, plain);
    compare("prediction 5 m off", truth, right);
    compare("prediction of another place", truth, wrong);
  }

  private void compare(String name, NearestTruth truth, List<SearchRequest> requests) {
    int[][] found = new int[requests.size()][];
    long[] visited = {0, 0};
    for (int q = 0; q < found.length; q++) {
      var result = map.search(queries.get(q).descriptor(), requests.get(q));
      found[q] = result.matches().stream().mapToInt(m -> m.place().index()).toArray();
      visited[0] += result.visited();
      visited[1] += map.search(queries.get(q).descriptor(), SearchRequest.nearest(K)).visited();
    }
    NearestTruth.Recall recall = truth.of(found);
    Rounds ratio = new Rounds(rounds);
    ToDoubleFunction<List<SearchRequest>> time =
        asked -> {
          long begin = System.nanoTime();
          for (int q = 0; q < asked.size(); q++) {
            map.search(queries.get(q).descriptor(), asked.get(q));
          }
          return System.nanoTime() - begin;
        };
    SearchRequest[] unfiltered = new SearchRequest[requests.size()];
    Arrays.fill(unfiltered, SearchRequest.nearest(K));
    List<SearchRequest> usual = List.of(unfiltered);
    for (int round = 0; round < rounds; round++) {
      ratio.set(round, time.applyAsDouble(requests) / time.applyAsDouble(usual));
    }
    MapRatio.print(
        "%s: recall@1 %.4f, recall@10 %.4f, %d descriptors compared (%d without)",
        name, recall.at1(), recall.at10(), visited[0] / found.length, visited[1] / found.length);
    ratio.print("  time over that of the search without");
  }
}
