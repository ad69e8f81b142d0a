package org.waymark.indexer.align;

import java.nio.file.Path;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.trajectory.PosePair;
import org.waymark.indexer.GeoFrame;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.PlaceMap;

/**
 * A map's frame fitted to another frame.
 *
 * @param fit from the map's frame to the other
 * @param pairs how many places or points were compared
 * @param target what it was fitted to, in words
 * @param frameId name of the other frame
 * @param geo where on the globe the other frame lies
 */
public record MapAlignment(FrameFit fit, int pairs, String target, String frameId, GeoFrame geo) {

  /**
   * Fits a map to another by the places that look alike; orientations count.
   *
   * @throws WaymarkException when the maps are of different models, or no transform is found
   */
  public static MapAlignment toMap(
      PlaceMap map, PlaceMap target, AlignmentOptions options, ProgressReporter reporter) {
    MapManifest other = target.manifest();
    map.requireModel(other.modelId(), other.modelName());
    List<PosePair> pairs = Correspondences.between(map, target, options.seed(), reporter);
    return new MapAlignment(
        new RobustFit(pairs, true, options).fit(),
        pairs.size(),
        "map %s/%s".formatted(other.name(), other.version()),
        other.frameId(),
        other.geo());
  }

  /**
   * Fits a map to surveyed points, see {@link SurveyPoints}.
   *
   * @param frameId name of the frame that they are in
   * @throws WaymarkException when the file is not as it should be, or no transform is found
   */
  public static MapAlignment toPoints(
      PlaceMap map, Path points, String frameId, AlignmentOptions options) {
    List<PosePair> pairs = SurveyPoints.read(points, map);
    return new MapAlignment(
        new RobustFit(pairs, false, options).fit(),
        pairs.size(),
        "points %s".formatted(points.getFileName()),
        frameId,
        GeoFrame.NONE);
  }

  /** As it is recorded with the map. */
  public MapManifest.Alignment recorded() {
    List<Integer> inliers = fit.inliers();
    return new MapManifest.Alignment(
        target,
        fit.transform().scale(),
        fit.transform().rigid(),
        pairs,
        inliers.size(),
        Math.sqrt(
            inliers.stream()
                .mapToDouble(i -> Math.pow(fit.residuals().get(i).metres(), 2))
                .average()
                .orElse(0)),
        fit.inlierMetres().at(100));
  }
}
