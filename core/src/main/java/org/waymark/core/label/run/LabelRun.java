package org.waymark.core.label.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.digest.Digests;
import org.waymark.core.geometry.Pose;
import org.waymark.core.hdf5.LabelFileWriter;
import org.waymark.core.hdf5.LabelFileWriter.Form;
import org.waymark.core.label.CloudView;
import org.waymark.core.label.DatasetDigest;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.GroundViews;
import org.waymark.core.label.LabelFit;
import org.waymark.core.label.LabelJob;
import org.waymark.core.label.LabelRows;
import org.waymark.core.label.PointCloud;
import org.waymark.core.label.PointClouds;
import org.waymark.core.label.SectorFit;
import org.waymark.core.label.SectorLabels;
import org.waymark.core.label.Surface;
import org.waymark.core.label.SurfaceLabels;
import org.waymark.core.label.SurfaceView;
import org.waymark.core.label.Surfaces;
import org.waymark.core.label.UpAxis;
import org.waymark.core.progress.ProgressReporter;

/**
 * Labels every pair of a query and a place, and writes the file. Finished blocks lie beside it in
 * {@code NAME.partial} until then, so that a run that was cut off goes on when it is repeated.
 */
public final class LabelRun {

  private final Dataset queries;
  private final Dataset map;
  private final LabelOptions options;
  private final ProgressReporter reporter;
  private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();

  /**
   * @param version of Waymark, recorded with the labels
   */
  public LabelRun(
      Dataset queries,
      Dataset map,
      LabelOptions options,
      String version,
      ProgressReporter reporter) {
    this.queries = queries;
    this.map = map;
    this.options = options;
    this.reporter = reporter;
    attributes.put("method", options.method().toString());
    attributes.put("seed", options.seed());
    attributes.put("waymark_version", version);
    attributes.put("queries", queries.spec().toString());
    attributes.put("queries_digest", DatasetDigest.of(queries));
    attributes.put("map", map.spec().toString());
    attributes.put("map_digest", DatasetDigest.of(map));
  }

  /**
   * Computes what is not computed yet, and writes {@code out}.
   *
   * @param denseBytes the size above which the file is sparse
   * @throws WaymarkException when the data sets lack what the method needs, {@code out} exists, or
   *     was begun with other parameters or cannot be written
   */
  public LabelSummary write(Path out, long denseBytes) throws IOException {
    if (Files.exists(out)) {
      throw new WaymarkException(
          "%s exists; delete it, or name another file with --out".formatted(out));
    }
    LabelRows method = method();
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    attributes.forEach((key, value) -> parameters.put(key, value.toString()));
    LabelJob job = new LabelJob(out.resolveSibling(out.getFileName() + ".partial"), parameters);
    try {
      LabelRows rows = job.run(method, reporter);
      Form form = LabelFileWriter.write(out, rows, attributes, denseBytes, reporter);
      LabelSummary summary = LabelSummary.of(rows, form);
      job.clear();
      return summary;
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be written: %s".formatted(out, e), e);
    }
  }

  /** Finds the sectors that best explain given labels of these data sets. */
  public LabelFit fit(GradedLabels labels) {
    List<GroundViews> views = groundViews();
    return SectorFit.of(labels, views.getFirst(), views.getLast(), options.seed());
  }

  /** What is recorded with the labels. */
  public SequencedMap<String, Object> attributes() {
    return new LinkedHashMap<>(attributes);
  }

  private LabelRows method() throws IOException {
    return switch (options.method()) {
      case FOV, POSE_FOV -> sectors();
      case SURFACE -> surfaces();
    };
  }

  private LabelRows sectors() {
    attributes.put("radius_m", options.radiusMetres());
    attributes.put("angle_deg", options.angleDegrees());
    attributes.put("overlap", options.overlap().toString());
    List<GroundViews> views = groundViews();
    return new SectorLabels(views.getFirst(), views.getLast(), options.overlap());
  }

  private List<GroundViews> groundViews() {
    double radius = options.radiusMetres();
    double angle = options.angleDegrees();
    if (options.method() == LabelMethod.FOV) {
      return GroundViews.ofPositions(List.of(queries, map), radius, angle, reporter);
    }
    List<Pose> queryPoses = GroundViews.poses(queries, reporter);
    List<Pose> mapPoses = GroundViews.poses(map, reporter);
    UpAxis up =
        options.up() != null
            ? options.up()
            : UpAxis.of(Stream.concat(queryPoses.stream(), mapPoses.stream()).toList());
    attributes.put("up", up.toString());
    return List.of(
        GroundViews.ofPoses(queries, queryPoses, up, radius, angle),
        GroundViews.ofPoses(map, mapPoses, up, radius, angle));
  }

  private LabelRows surfaces() throws IOException {
    attributes.put("overlap", "iou");
    attributes.put("depth_tolerance", options.depthTolerance());
    if (options.camera() != null) {
      attributes.put("camera", options.camera().toString());
    }
    double tolerance = options.depthTolerance();
    if (options.cloud() == null) {
      return surfaces(frame -> SurfaceView.of(frame, options.camera(), tolerance));
    }
    PointCloud cloud = PointClouds.read(options.cloud());
    attributes.put("cloud", options.cloud().toString());
    attributes.put("cloud_digest", Digests.sha256(options.cloud()));
    return surfaces(frame -> CloudView.of(frame, cloud, options.camera(), tolerance));
  }

  private <S extends Surface<S>> LabelRows surfaces(Surfaces.Viewer<S> viewer) {
    Surfaces<S> seenByQueries = new Surfaces<>(queries, viewer, reporter);
    Surfaces<S> seenByMap =
        queries.spec().equals(map.spec()) ? seenByQueries : new Surfaces<>(map, viewer, reporter);
    return new SurfaceLabels<>(seenByQueries, seenByMap);
  }
}
