package org.waymark.trainer.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.LabelRow;

/**
 * Draws the pairs of each pass as the GCL reference does: queries in random order without
 * repetition until all had their turn; to each a range of similarity by chance, and a place of that
 * range. A query without such a place is left out of the pass. No mining: the network is not asked.
 *
 * <p>Queries come from an endless stream, permutation after permutation; pass p takes its p-th
 * stretch. So a pair depends on the seed and its position in the stream alone.
 */
public final class PairSampler {

  /** Pairs of a pass in the GCL reference. */
  public static final int USUAL_PAIRS = 10_000;

  private static final long PERMUTATION = 1;
  private static final long DRAW = 2;
  private static final long NIGHT = 3;

  private final List<LabelledSite> sites;
  private final Objective objective;
  private final boolean dayNight;
  private final int queriesPerPass;
  private final long seed;

  /** First query of each site in the numbering of all, and the number of all. */
  private final int[] starts;

  private final int[] night;
  private final int[] dayThatSeesNight;

  private record Cached(long epoch, int[] order) {}

  private @Nullable Cached permutation;

  /**
   * Prepares to draw.
   *
   * @param dayNight whether each pass holds all night queries, half as many day queries matched
   *     with night places, and half as many of any
   * @param queriesPerPass queries that are drawn for a pass; ignored with {@code dayNight}
   * @throws WaymarkException when the labels have no positive pair, or {@code dayNight} finds no
   *     night queries
   */
  public PairSampler(
      List<LabelledSite> sites,
      Objective objective,
      boolean dayNight,
      int queriesPerPass,
      long seed) {
    this.sites = List.copyOf(sites);
    this.objective = objective;
    this.dayNight = dayNight;
    this.queriesPerPass = queriesPerPass;
    this.seed = seed;
    starts = new int[sites.size() + 1];
    for (int s = 0; s < sites.size(); s++) {
      starts[s + 1] = starts[s] + sites.get(s).queries().size();
    }
    requirePositives();
    night = dayNight ? queriesWhere(this::isNight) : new int[0];
    dayThatSeesNight = dayNight ? queriesWhere(this::isDayThatSeesNight) : new int[0];
    if (dayNight && night.length == 0) {
      throw new WaymarkException(
          "no query is tagged as taken at night, so day and night cannot be balanced; leave --day-night out");
    }
  }

  private void requirePositives() {
    for (LabelledSite site : sites) {
      boolean some =
          IntStream.range(0, site.queries().size())
              .anyMatch(q -> has(site, q, Stratum.POSITIVE, place -> site.pairs(q, place)));
      if (!some) {
        throw new WaymarkException(
            "labels %s have no positive pair: no query has another picture with psi of %s and more. Without one a network learns nothing; see with `waymark dataset label --help` how to make labels that overlap more"
                .formatted(site.name(), Objective.POSITIVE_FROM));
      }
    }
  }

  private static boolean has(LabelledSite site, int query, Stratum stratum, IntPredicate allowed) {
    LabelRow row = site.row(query);
    return IntStream.range(0, row.size())
        .anyMatch(e -> stratum.holds(row.psi(e)) && allowed.test(row.place(e)));
  }

  private int[] queriesWhere(IntPredicate holds) {
    return IntStream.range(0, starts[sites.size()]).filter(holds).toArray();
  }

  private boolean isNight(int number) {
    return sites.get(siteOf(number)).nightQuery(number - starts[siteOf(number)]);
  }

  private boolean isDayThatSeesNight(int number) {
    LabelledSite site = sites.get(siteOf(number));
    int query = number - starts[siteOf(number)];
    return !site.nightQuery(query)
        && has(
            site,
            query,
            Stratum.POSITIVE,
            place -> site.pairs(query, place) && site.nightPlace(place));
  }

  private int siteOf(int number) {
    int found = Arrays.binarySearch(starts, number);
    if (found < 0) {
      return -found - 2;
    }
    // Sites without queries share their start with the next one.
    while (starts[found + 1] == number) {
      found++;
    }
    return found;
  }

  /** The sites in the order of {@link TrainingPair#site}. */
  public List<LabelledSite> sites() {
    return sites;
  }

  /** Queries that are drawn for a pass, of which some may find no place. */
  public int queriesPerPass() {
    return dayNight ? night.length + 2 * (night.length / 2) : queriesPerPass;
  }

  /** The pairs of a pass, in the order of training; the same for the same pass and seed. */
  public List<TrainingPair> pass(int pass) {
    long first = (long) pass * queriesPerPass();
    List<TrainingPair> pairs = new ArrayList<>();
    if (dayNight) {
      balanced(pass, first, pairs);
    } else {
      for (int i = 0; i < queriesPerPass; i++) {
        draw(queryAt(first + i), first + i, false, pairs);
      }
    }
    return pairs;
  }

  private void balanced(int pass, long first, List<TrainingPair> pairs) {
    Random random = Seeds.random(seed, NIGHT, pass);
    long position = first;
    for (int number : night) {
      draw(number, position++, false, pairs);
    }
    int half = night.length / 2;
    for (int i = 0; i < half && dayThatSeesNight.length > 0; i++) {
      int number = dayThatSeesNight[random.nextInt(dayThatSeesNight.length)];
      draw(number, position++, true, pairs);
    }
    for (int i = 0; i < half; i++) {
      draw(queryAt((long) pass * half + i), position++, false, pairs);
    }
    Collections.shuffle(pairs, random);
  }

  private int queryAt(long position) {
    int all = starts[sites.size()];
    long epoch = position / all;
    Cached cached = permutation;
    if (cached == null || cached.epoch() != epoch) {
      int[] order = IntStream.range(0, all).toArray();
      Random random = Seeds.random(seed, PERMUTATION, epoch);
      for (int i = all - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      cached = new Cached(epoch, order);
      permutation = cached;
    }
    return cached.order()[(int) (position % all)];
  }

  private void draw(int number, long position, boolean atNight, List<TrainingPair> pairs) {
    int s = siteOf(number);
    LabelledSite site = sites.get(s);
    int query = number - starts[s];
    if (!site.usable(query)) {
      return;
    }
    Random random = Seeds.random(seed, DRAW, position);
    Stratum stratum = Stratum.drawn(objective, random);
    LabelRow row = site.row(query);
    int place =
        stratum.place(row, p -> site.pairs(query, p) && (!atNight || site.nightPlace(p)), random);
    if (place >= 0) {
      pairs.add(new TrainingPair(s, query, place, row.get(place), position));
    }
  }
}
