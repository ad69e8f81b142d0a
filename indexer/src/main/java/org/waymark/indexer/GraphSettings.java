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

  /**
   * Tried in this order until one reaches the target. Fewer than 100 candidates pass a map's own
   * check but may fail harder queries: of 4,000 random directions in 64 dimensions 40 find 90 %.
   * With 16 connections a parked camera's frames, nearly equal, are connected with each other and
   * hardly with the rest: of 100,000 frames of a drive 2 % were searched for in vain, with 32 none.
   */
  static final List<GraphSettings> LADDER =
      List.of(
          new GraphSettings(32, 100, List.of(100, 200)),
          new GraphSettings(32, 200, List.of(100, 200, 400)),
          new GraphSettings(48, 400, List.of(200, 400, 800)));
}
