package org.waymark.indexer;

import java.util.List;

/**
 * How much is spent on a map's graph. More finds more and costs time to build, room and time to
 * search.
 *
 * @param maxConnections per node
 * @param beamWidth candidates while the graph is built
 * @param beamsAtSearch candidates that a search asks for at least, from the cheapest on: the first
 *     that suffices is taken
 */
record GraphSettings(int maxConnections, int beamWidth, List<Integer> beamsAtSearch) {

  /** Tried in this order until one reaches the target. */
  static final List<GraphSettings> LADDER =
      List.of(
          new GraphSettings(16, 100, List.of(40, 60, 100, 200)),
          new GraphSettings(32, 200, List.of(40, 60, 100, 200, 400)),
          new GraphSettings(48, 400, List.of(200, 400, 800)));

  /** Fewer candidates than this must do better than asked: other queries may be harder. */
  private static final int AMPLE_BEAM = 100;

  /**
   * What searches with so many candidates must find of a map's own queries, so that the target
   * holds for others: a narrow beam may miss half of what it might.
   */
  static double recallWanted(double target, int beamAtSearch) {
    return beamAtSearch < AMPLE_BEAM ? (1 + target) / 2 : target;
  }
}
