package org.waymark.indexer.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joml.Vector3dc;
import org.waymark.avro.MapAnnouncement;

/**
 * What is announced now of one map: the map itself, and where it outgrew one machine its shards,
 * whose names are the map's with a point and more behind: {@code city.x03y07} of {@code city}. Safe
 * for use by many threads.
 */
public final class MapCatalogue {

  private final String map;
  private final SortedMap<String, MapAnnouncement> announced = new TreeMap<>();

  public MapCatalogue(String map) {
    this.map = map;
  }

  /**
   * Takes what the topic says of any map.
   *
   * @param announcement empty when it was withdrawn
   * @return whether it changed anything here
   */
  public synchronized boolean apply(String name, Optional<MapAnnouncement> announcement) {
    if (!name.equals(map) && !name.startsWith(map + ".")) {
      return false;
    }
    return announcement
        .map(a -> !a.equals(announced.put(name, a)))
        .orElseGet(() -> announced.remove(name) != null);
  }

  /** By name. */
  public synchronized List<MapAnnouncement> announced() {
    return new ArrayList<>(announced.values());
  }

  /** Distance in metres from a position to the box around a map's places; 0 inside. */
  static double distance(MapAnnouncement map, Vector3dc position) {
    double x = outside(position.x(), map.getMinX(), map.getMaxX());
    double y = outside(position.y(), map.getMinY(), map.getMaxY());
    double z = outside(position.z(), map.getMinZ(), map.getMaxZ());
    return Math.sqrt(x * x + y * y + z * z);
  }

  private static double outside(double value, double min, double max) {
    return Math.max(0, Math.max(min - value, value - max));
  }
}
