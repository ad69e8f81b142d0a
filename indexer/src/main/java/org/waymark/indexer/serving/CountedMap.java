package org.waymark.indexer.serving;

import java.util.concurrent.atomic.AtomicInteger;
import org.waymark.indexer.PlaceMap;

/** An open map and how many use it: whoever serves it counts as one, and the last one closes it. */
final class CountedMap {

  private final PlaceMap map;
  private final AtomicInteger users = new AtomicInteger(1);

  CountedMap(PlaceMap map) {
    this.map = map;
  }

  PlaceMap map() {
    return map;
  }

  /** False when it is closed: a map does not come back. */
  boolean acquire() {
    int before = users.getAndUpdate(n -> n == 0 ? 0 : n + 1);
    return before > 0;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      map.close();
    }
  }
}
