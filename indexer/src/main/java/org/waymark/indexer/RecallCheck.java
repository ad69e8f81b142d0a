package org.waymark.indexer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.search.SearchRequest;

/**
 * How well a map's search finds what comparing all places finds. The queries are frames of the
 * map's own recordings that did not become places, where there are enough of them. Where not,
 * others are added that lie between two places drawn at random, 0.3 of the way from the one to the
 * other: farther from every place than a frame of the same drive, and harder to search for than
 * most pictures of another day are.
 *
 * <p>A place counts as found when it is as near as the one that had to be found, so that places at
 * equal distance stand for each other.
 */
final class RecallCheck {

  static final int MOST_QUERIES = 500;

  /** So many frames tell the recall without queries that are made. */
  private static final int ENOUGH_FRAMES = 100;

  private static final int DEPTH = 10;
  private static final float BLEND = 0.3f;

  /** Of float32 sums in another order. */
  private static final float TOLERANCE = 1e-5f;

  private static final int BATCH = 512;

  private final List<float[]> queries = new ArrayList<>();
  private final String method;
  private final float[][] exact;

  private RecallCheck(PlaceMap map, List<float[]> heldOut, long seed, ProgressReporter reporter) {
    int most = (int) Math.min(MOST_QUERIES, Math.max(DEPTH, map.manifest().places()));
    queries.addAll(heldOut.subList(0, Math.min(heldOut.size(), most)));
    int frames = queries.size();
    if (frames < ENOUGH_FRAMES) {
      addBlends(map, most - frames, seed);
    }
    method = method(frames, queries.size() - frames);
    exact = nearestDistances(map, reporter);
  }

  private static String method(int frames, int blends) {
    String held = "%d frames that are no places".formatted(frames);
    String made = "%d points between two places".formatted(blends);
    if (blends == 0) {
      return held;
    }
    return frames == 0 ? made : held + ", " + made;
  }

  /**
   * Prepares the queries, and finds their nearest places by comparing all.
   *
   * @param heldOut descriptors of frames that are no places; may be empty
   * @param seed of the queries that are made
   */
  static RecallCheck prepare(
      PlaceMap map, List<float[]> heldOut, long seed, ProgressReporter reporter) {
    return new RecallCheck(map, heldOut, seed, reporter);
  }

  private void addBlends(PlaceMap map, int count, long seed) {
    Random random = new Random(seed);
    int places = Math.toIntExact(map.manifest().places());
    int[] pairs = random.ints(2L * count, 0, places).toArray();
    Map<Integer, float[]> drawn = new HashMap<>();
    BitSet wanted = new BitSet();
    Arrays.stream(pairs).forEach(wanted::set);
    map.forEach(
        described -> {
          if (wanted.get(described.place().index())) {
            drawn.put(described.place().index(), described.descriptor());
          }
        });
    for (int i = 0; i < count; i++) {
      queries.add(
          blend(
              Objects.requireNonNull(drawn.get(pairs[2 * i])),
              Objects.requireNonNull(drawn.get(pairs[2 * i + 1]))));
    }
  }

  private static float[] blend(float[] from, float[] to) {
    float[] between = new float[from.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = from[i] + BLEND * (to[i] - from[i]);
    }
    // Only opposite descriptors could meet at the origin, and 0.3 is not half of the way.
    return VectorUtil.l2normalize(between);
  }

  /** Of each query to its nearest places, ascending; squared. */
  private float[][] nearestDistances(PlaceMap map, ProgressReporter reporter) {
    float[][] nearest = new float[queries.size()][];
    int depth = (int) Math.min(DEPTH, map.manifest().places());
    Arrays.setAll(nearest, i -> filled(depth));
    List<float[]> batch = new ArrayList<>(BATCH);
    try (Progress progress = reporter.start("comparing all places", map.manifest().places())) {
      map.forEach(
          described -> {
            batch.add(described.descriptor());
            if (batch.size() == BATCH) {
              compare(batch, nearest);
              progress.advance(batch.size());
              batch.clear();
            }
          });
      compare(batch, nearest);
      progress.advance(batch.size());
    }
    return nearest;
  }

  private static float[] filled(int depth) {
    float[] distances = new float[depth];
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    return distances;
  }

  private void compare(List<float[]> batch, float[][] nearest) {
    IntStream.range(0, queries.size())
        .parallel()
        .forEach(
            query -> {
              for (float[] descriptor : batch) {
                insert(nearest[query], VectorUtil.squareDistance(queries.get(query), descriptor));
              }
            });
  }

  private static void insert(float[] ascending, float distance) {
    int i = ascending.length - 1;
    if (distance >= ascending[i]) {
      return;
    }
    for (; i > 0 && ascending[i - 1] > distance; i--) {
      ascending[i] = ascending[i - 1];
    }
    ascending[i] = distance;
  }

  /**
   * Searches the queries with as many candidates as a map asks for.
   *
   * @param searched the same places, with whatever search is to be judged
   * @param target to be written down with the result
   */
  MapManifest.SelfCheck run(PlaceMap searched, double target) {
    return run(searched, target, searched.manifest().build().beamAtSearch());
  }

  /** Searches the queries with so many candidates. */
  MapManifest.SelfCheck run(PlaceMap searched, double target, int beam) {
    long first = 0;
    long found = 0;
    int depth = exact[0].length;
    for (int query = 0; query < exact.length; query++) {
      List<Match> matches =
          searched
              .search(queries.get(query), SearchRequest.nearest(depth).withBeam(beam))
              .matches();
      for (int rank = 0; rank < matches.size(); rank++) {
        float distance = matches.get(rank).distance();
        float squared = distance * distance;
        first += rank == 0 && squared <= exact[query][0] + TOLERANCE ? 1 : 0;
        found += squared <= exact[query][depth - 1] + TOLERANCE ? 1 : 0;
      }
    }
    return new MapManifest.SelfCheck(
        (double) first / exact.length,
        (double) found / ((long) exact.length * depth),
        target,
        exact.length,
        method);
  }
}
