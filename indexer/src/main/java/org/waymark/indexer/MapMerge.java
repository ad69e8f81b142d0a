package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.build.KeyFrameChoice;
import org.waymark.indexer.build.Spool;

/**
 * Joins maps of one model and one frame into the next version of a map. Descriptors come from the
 * maps, so that neither pictures nor the model are needed.
 */
public final class MapMerge {

  private static final double METRIC_APART = 2;
  private static final double GEOGRAPHIC_APART = 25;

  private final SearchSettings search;
  private final OptionalDouble apartMetres;

  /**
   * What a merge made.
   *
   * @param disagreements of each map with each map before it
   */
  public record Merged(MapManifest manifest, List<PoseDisagreement> disagreements) {}

  /**
   * @param apartMetres above which places that look the same disagree; empty for what suits the
   *     maps
   */
  public MapMerge(SearchSettings search, OptionalDouble apartMetres) {
    this.search = search;
    this.apartMetres = apartMetres;
  }

  /**
   * Merges the versions in use.
   *
   * @param parts two or more, whose places come in this order
   * @param into may be one of them: the result is its next version
   * @throws WaymarkException when the parts are of different models, frames or zones, or the disk
   *     does not take the map
   */
  public Merged merge(List<MapDirectory> parts, MapDirectory into, ProgressReporter reporter) {
    List<PlaceMap> maps = new ArrayList<>();
    try {
      for (MapDirectory part : parts) {
        maps.add(PlaceMap.open(part.current()));
      }
      for (PlaceMap map : maps) {
        requireFits(map.manifest(), maps.getFirst().manifest());
      }
      List<PoseDisagreement> disagreements = disagreements(maps, reporter);
      return new Merged(write(maps, into, reporter), disagreements);
    } finally {
      maps.forEach(PlaceMap::close);
    }
  }

  private static void requireFits(MapManifest map, MapManifest first) {
    if (!map.modelId().equals(first.modelId())) {
      throw new WaymarkException(
          "map %s was built with model %s (%s) and map %s with model %s (%s); build one of them again with the other's model"
              .formatted(
                  title(first),
                  first.modelId(),
                  first.modelName(),
                  title(map),
                  map.modelId(),
                  map.modelName()));
    }
    if (!map.frameId().equals(first.frameId())) {
      throw new WaymarkException(
          "map %s is in the frame '%s' and map %s in '%s'; align one to the other first: waymark index align"
              .formatted(title(first), first.frameId(), title(map), map.frameId()));
    }
    if (isGeographic(map) != isGeographic(first) || !map.geo().zone().equals(first.geo().zone())) {
      throw new WaymarkException(
          "map %s is %s and map %s is %s; they have no frame in common"
              .formatted(title(first), kind(first), title(map), kind(map)));
    }
  }

  private static boolean isGeographic(MapManifest map) {
    return !map.geo().equals(GeoFrame.NONE);
  }

  private static String kind(MapManifest map) {
    return isGeographic(map)
        ? "geographic, zone %s".formatted(map.geo().known() ? map.geo().zone() : "unknown")
        : "metric";
  }

  private static String title(MapManifest map) {
    return map.name() + "/" + map.version();
  }

  private List<PoseDisagreement> disagreements(List<PlaceMap> maps, ProgressReporter reporter) {
    double apart =
        apartMetres.orElse(
            isGeographic(maps.getFirst().manifest()) ? GEOGRAPHIC_APART : METRIC_APART);
    List<PoseDisagreement> disagreements = new ArrayList<>();
    for (int second = 1; second < maps.size(); second++) {
      for (int first = 0; first < second; first++) {
        GeoFrame one = maps.get(first).manifest().geo();
        GeoFrame other = maps.get(second).manifest().geo();
        disagreements.add(
            PoseDisagreement.between(
                maps.get(first),
                maps.get(second),
                other.originEast() - one.originEast(),
                other.originNorth() - one.originNorth(),
                apart,
                search.seed(),
                reporter));
      }
    }
    return disagreements;
  }

  private MapManifest write(List<PlaceMap> maps, MapDirectory into, ProgressReporter reporter) {
    try {
      List<Path> made = into.create();
      boolean written = false;
      try (Spool spool = Spool.in(into.root(), false, false)) {
        MapManifest manifest = writePlaces(maps, into, reporter);
        spool.finished();
        written = true;
        return manifest;
      } finally {
        if (!written) {
          MapDirectory.removeEmpty(made);
        }
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s cannot be written: %s. Its versions are as they were"
              .formatted(into.root(), FileFailure.reason(e)),
          e);
    }
  }

  private MapManifest writePlaces(List<PlaceMap> maps, MapDirectory into, ProgressReporter reporter)
      throws IOException {
    MapManifest first = maps.getFirst().manifest();
    List<String> prefixes = prefixes(maps);
    List<MapManifest.Source> sources = new ArrayList<>();
    try (PlaceCollection places =
        new PlaceCollection(
            into.root(), first.descriptorSize(), KeyFrameChoice.usual(isGeographic(first)))) {
      for (int i = 0; i < maps.size(); i++) {
        collect(maps.get(i), prefixes.get(i), first.geo(), sources, places);
      }
      MapContent content =
          new MapContent(first.frameId(), first.geo(), sources, keyFrames(maps), null, List.of());
      MapWriter.Model model =
          new MapWriter.Model(first.modelId(), first.modelName(), first.descriptorSize());
      return new MapWriter(into, model, search, reporter).write(places.places(), content);
    }
  }

  private static void collect(
      PlaceMap map,
      String prefix,
      GeoFrame geo,
      List<MapManifest.Source> sources,
      PlaceCollection places)
      throws IOException {
    MapManifest manifest = map.manifest();
    double east = manifest.geo().originEast() - geo.originEast();
    double north = manifest.geo().originNorth() - geo.originNorth();
    sources.addAll(
        MapPlaces.inOrder(
            map, places, prefix, place -> place.withPose(moved(place.pose(), east, north))));
  }

  private static Pose moved(Pose pose, double east, double north) {
    return new Pose(
        pose.x() + east, pose.y() + north, pose.z(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
  }

  /** Names of two maps' places may be equal; then each begins with its map's. */
  private static List<String> prefixes(List<PlaceMap> maps) {
    Set<String> names = new HashSet<>();
    boolean[] clash = {false};
    for (PlaceMap map : maps) {
      Set<String> own = new HashSet<>(map.manifest().contents().sessions().keySet());
      clash[0] |= own.stream().anyMatch(names::contains);
      names.addAll(own);
    }
    Set<String> taken = new HashSet<>();
    return maps.stream()
        .map(m -> clash[0] ? PlaceNames.free(Path.of(m.manifest().name()), taken) : "")
        .toList();
  }

  private static String keyFrames(List<PlaceMap> maps) {
    return maps.stream()
        .map(map -> map.manifest().build().keyFrames())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
