package org.waymark.streams;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.Place;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.CalibrationFile;
import org.waymark.streams.tracking.CalibrationFit;
import org.waymark.streams.tracking.PlaceTable;

/** The calibration that goes with a map. */
public final class MapCalibration {

  /** Of larger maps, a part stands for the whole when they calibrate themselves. */
  private static final int MOST_PLACES = 20_000;

  private MapCalibration() {}

  /**
   * What {@code waymark calibrate} left beside the map, or what the map says of itself.
   *
   * @param version the directory that {@code map} was opened from
   * @param planar whether the robots stay on one floor
   * @throws WaymarkException when what was left is another map's, damaged, or made for robots that
   *     move otherwise
   */
  public static Calibration of(PlaceMap map, Path version, boolean planar) {
    return CalibrationFile.read(version, map.manifest().modelId())
        .map(file -> file.requirePlanar(planar).calibration())
        .orElseGet(() -> CalibrationFit.ofMap(table(map, MOST_PLACES), planar));
  }

  /** All places of a map, in its order. */
  public static PlaceTable table(PlaceMap map) {
    return table(map, Integer.MAX_VALUE);
  }

  private static PlaceTable table(PlaceMap map, int most) {
    record Described(Place place, float[] descriptor) {}
    List<Described> all = new ArrayList<>();
    map.forEachPlace(
        (place, descriptor) -> {
          if (place.index() < most) {
            all.add(new Described(place, descriptor));
          }
        });
    all.sort(Comparator.comparingInt(d -> d.place().index()));
    return new PlaceTable(
        all.stream().map(d -> d.place().pose()).toList(),
        all.stream().map(Described::descriptor).toArray(float[][]::new));
  }
}
