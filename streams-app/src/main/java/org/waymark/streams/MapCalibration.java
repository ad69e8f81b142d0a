package org.waymark.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.Place;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.CalibrationFile;
import org.waymark.streams.tracking.PlaceTable;

/** The calibration that goes with a map. */
public final class MapCalibration {

  private MapCalibration() {}

  /**
   * What {@code waymark calibrate} left beside the map; empty where it never was.
   *
   * @param planar whether the robots stay on one floor
   * @throws WaymarkException when what was left is another map's, damaged, or made for robots that
   *     move otherwise
   */
  public static Optional<Calibration> of(PlaceMap map, boolean planar) {
    return CalibrationFile.read(map.version(), map.manifest().modelId())
        .map(file -> file.requirePlanar(planar).calibration());
  }

  /** All places of a map, in its order. */
  public static PlaceTable table(PlaceMap map) {
    record Described(Place place, float[] descriptor) {}
    List<Described> all = new ArrayList<>();
    map.forEachPlace((place, descriptor) -> all.add(new Described(place, descriptor)));
    all.sort(Comparator.comparingInt(d -> d.place().index()));
    return new PlaceTable(
        all.stream().map(d -> d.place().pose()).toList(),
        all.stream().map(Described::descriptor).toArray(float[][]::new));
  }
}
