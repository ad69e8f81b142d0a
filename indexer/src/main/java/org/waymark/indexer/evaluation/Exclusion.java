package org.waymark.indexer.evaluation;

import java.util.BitSet;
import java.util.Collection;
import org.waymark.core.WaymarkException;
import org.waymark.core.metric.SkipRule;

/** What an evaluation leaves out, by the rules of a benchmark. */
public enum Exclusion {

  /** Panoramas are neither queries nor places (Mapillary Street-Level Sequences). */
  PANORAMA {
    @Override
    SkipRule rule(FrameSet queries, FrameSet places) {
      return SkipRule.places(places.panoramas());
    }
  },

  /** A query's own sequence is no answer to it: for recordings that are their own map. */
  SEQUENCE {
    @Override
    SkipRule rule(FrameSet queries, FrameSet places) {
      return SkipRule.sameSequence(queries.sequences(), places.sequences());
    }
  },

  /** Nor is a picture less than a month older or newer (Tokyo Time Machine). */
  MONTH {
    @Override
    SkipRule rule(FrameSet queries, FrameSet places) {
      queries.requireDates();
      places.requireDates();
      return SkipRule.lessThanAMonthApart(queries.months(), places.months());
    }
  };

  abstract SkipRule rule(FrameSet queries, FrameSet places);

  /** All of these rules at once. */
  public static SkipRule rules(
      Collection<Exclusion> exclusions, FrameSet queries, FrameSet places) {
    if (!exclusions.isEmpty() && !(queries.isKnown() && places.isKnown())) {
      throw new WaymarkException(
          "results can be left out only of frames that are known: name them with --queries and --map-dataset");
    }
    return exclusions.stream()
        .map(exclusion -> exclusion.rule(queries, places))
        .reduce(SkipRule::or)
        .orElse(SkipRule.NONE);
  }

  /** The queries that count. */
  public static BitSet scored(Collection<Exclusion> exclusions, FrameSet queries) {
    BitSet scored = new BitSet();
    scored.set(0, queries.size());
    if (exclusions.contains(PANORAMA)) {
      scored.andNot(queries.panoramas());
    }
    return scored;
  }
}
