package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.core.hdf5.LabelFileWriter;
import org.waymark.core.hdf5.LabelFileWriter.Form;
import org.waymark.core.label.LabelFit;
import org.waymark.core.label.OverlapKind;
import org.waymark.core.label.SurfaceView;
import org.waymark.core.label.UpAxis;
import org.waymark.core.label.run.LabelMethod;
import org.waymark.core.label.run.LabelOptions;
import org.waymark.core.label.run.LabelRun;
import org.waymark.core.label.run.LabelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code waymark dataset label}. */
@Command(
    name = "label",
    description = {
      "Computes how much of the same scene each query and each place of a map see, from 0 to 1.",
      "Writes an HDF5 file with fov (graded) and sim (1 above 0.5). Cut off, it goes on when it is run again.",
      "With --fit: finds the radius, angle and overlap that explain the labels of a given file."
    })
final class DatasetLabelCommand extends WaymarkCommand implements Callable<Integer> {

  private static final String AUTO = "auto";

  /** Radii that suit a scene; the angle is 90 degrees in both. */
  enum Scene {
    STREETS(50),
    GARDENS(3.5);

    private final double radiusMetres;

    Scene(double radiusMetres) {
      this.radiusMetres = radiusMetres;
    }
  }

  /** {@code pose-fov} for {@code POSE_FOV}. */
  static final class MethodConverter implements ITypeConverter<LabelMethod> {
    @Override
    public LabelMethod convert(String text) {
      return Arrays.stream(LabelMethod.values())
          .filter(method -> method.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new picocli.CommandLine.TypeConversionException(
                      "'%s' is no method: fov, pose-fov or surface".formatted(text)));
    }
  }

  @Option(names = "--queries", paramLabel = "SPEC", required = true, description = "The queries.")
  private String queries;

  @Option(
      names = "--map",
      paramLabel = "SPEC",
      required = true,
      description = "The map's pictures.")
  private String map;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      required = true,
      converter = MethodConverter.class,
      description = {
        "fov: sectors on the ground, from GPS position and compass heading;",
        "pose-fov: sectors on the ground, from poses;",
        "surface: what both see of the surface, from poses with depth maps, or with --cloud."
      })
  private LabelMethod method;

  @Option(names = "--out", paramLabel = "FILE.h5", description = "The file to write.")
  private @Nullable Path out;

  @Option(
      names = "--fit",
      paramLabel = "FILE.h5",
      description = "Explain this file's labels instead of writing one (fov and pose-fov).")
  private @Nullable Path fit;

  @Option(
      names = "--scene",
      paramLabel = "KIND",
      defaultValue = "streets",
      description = "streets: sectors of 50 m; gardens: 3.5 m. Default: ${DEFAULT-VALUE}.")
  private Scene scene;

  @Option(
      names = "--radius",
      paramLabel = "METRES",
      description = "Radius of the sectors. Default: the scene's.")
  private @Nullable Double radius;

  @Option(
      names = "--angle",
      paramLabel = "DEGREES",
      defaultValue = "90",
      description = "Opening of the sectors, up to 360. Default: ${DEFAULT-VALUE}.")
  private double angle;

  @Option(
      names = "--overlap",
      paramLabel = "KIND",
      defaultValue = "iou",
      description =
          "What two sectors share is divided by: iou, both together; query or map, that one's"
              + " area. Default: ${DEFAULT-VALUE}.")
  private OverlapKind overlap;

  @Option(
      names = "--up",
      paramLabel = "AXIS",
      defaultValue = AUTO,
      description =
          "Which axis of the poses points up: x, y, z, -x, -y, -z (write --up=-y), or auto, where"
              + " the pictures' upper edges point. Default: ${DEFAULT-VALUE}.")
  private String up;

  @Option(
      names = "--depth-tolerance",
      paramLabel = "SHARE",
      description = "How far a depth may be off to be the same surface. Default: 0.05.")
  private double depthTolerance = SurfaceView.DEPTH_TOLERANCE;

  @Option(
      names = "--cloud",
      paramLabel = "FILE",
      description = "A point cloud in place of depth maps: .ply, or text with x y z.")
  private @Nullable Path cloud;

  @Option(
      names = "--intrinsics",
      paramLabel = "N",
      split = ",",
      description = "width,height,fx,fy,cx,cy in pixels, in place of the data set's.")
  private @Nullable List<Double> intrinsics;

  @Option(
      names = "--dense-limit",
      paramLabel = "MB",
      description = "Size above which the file becomes sparse. Default: 1024; 0: always sparse.")
  private long denseLimit = LabelFileWriter.DENSE_BYTES >> 20;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the pairs that --fit draws; recorded. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetLabelCommand() {}

  @Override
  public Integer call() throws IOException {
    require(angle > 0 && angle <= 360, "--angle is above 0 and up to 360 degrees");
    require(radius == null || (radius > 0 && radius < 1e6), "--radius is above 0 metres");
    require(depthTolerance > 0 && depthTolerance < 1, "--depth-tolerance is between 0 and 1");
    require(denseLimit >= 0, "--dense-limit is 0 or more");
    require((out == null) != (fit == null), "give --out FILE.h5 or --fit FILE.h5");
    refuseWithoutMeaning();
    require(fit == null || method != LabelMethod.SURFACE, "--fit takes fov or pose-fov");
    LabelOptions options =
        new LabelOptions(
            method,
            radius != null ? radius : scene.radiusMetres,
            angle,
            overlap,
            up.equals(AUTO) ? null : UpAxis.parse(up),
            depthTolerance,
            camera(),
            cloud,
            seed);
    Dataset querySet = Datasets.open(queries);
    Dataset mapSet = Datasets.open(map);
    LabelRun run =
        new LabelRun(querySet, mapSet, options, new Version().number(), new ConsoleProgress());
    if (fit != null) {
      printFit(run.fit(LabelFile.read(fit)));
    } else if (out != null) {
      print(run, run.write(out, denseLimit << 20), out);
    }
    return 0;
  }

  /** An option that this run would not look at is a misunderstanding. */
  private void refuseWithoutMeaning() {
    List<String> ofSectors = List.of("--radius", "--angle", "--scene", "--overlap");
    for (String option : ofSectors) {
      require(
          method != LabelMethod.SURFACE || !given(option),
          option + " belongs to --method fov and pose-fov");
      require(fit == null || !given(option), option + " is what --fit finds: leave it out");
    }
    require(radius == null || !given("--scene"), "give --radius or --scene");
    require(method == LabelMethod.POSE_FOV || !given("--up"), "--up belongs to --method pose-fov");
    for (String option : List.of("--cloud", "--depth-tolerance", "--intrinsics")) {
      require(
          method == LabelMethod.SURFACE || !given(option), option + " belongs to --method surface");
    }
    require(fit == null || !given("--dense-limit"), "--dense-limit belongs to --out");
  }

  private @Nullable Intrinsics camera() {
    if (intrinsics == null) {
      return null;
    }
    List<Double> k = intrinsics;
    require(k.size() == 6, "--intrinsics takes width,height,fx,fy,cx,cy");
    try {
      return new Intrinsics(
          k.get(0).intValue(), k.get(1).intValue(), k.get(2), k.get(3), k.get(4), k.get(5));
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--intrinsics: " + e.getMessage());
    }
  }

  private void print(LabelRun run, LabelSummary s, Path file) {
    long pairs = (long) s.queries() * s.places();
    if (json) {
      ObjectNode node = Json.object().put("file", file.toString());
      run.attributes()
          .forEach(
              (key, value) -> {
                if (value instanceof Double number) {
                  node.put(key, number);
                } else if (value instanceof Long number) {
                  node.put(key, number);
                } else {
                  node.put(key, value.toString());
                }
              });
      node.put("form", s.form() == Form.SPARSE ? "sparse" : "dense")
          .put("query_count", s.queries())
          .put("place_count", s.places())
          .put("overlapping_pairs", s.overlapping())
          .put("same_place_pairs", s.samePlace())
          .put("queries_with_same_place", s.queriesWithPlace());
      Json.print(System.out, node);
      return;
    }
    Table table = new Table("labels", file.toString());
    table.row("form", s.form() == Form.SPARSE ? "sparse rows" : "matrix");
    table.row("queries x places", "%d x %d".formatted(s.queries(), s.places()));
    run.attributes()
        .forEach(
            (key, value) -> {
              if (!key.endsWith("_digest") && !key.equals("waymark_version")) {
                table.row(key.replace('_', ' '), value.toString());
              }
            });
    table.row("psi > 0", share(s.overlapping(), pairs) + " of pairs");
    table.row("psi > 0.5", share(s.samePlace(), pairs) + " of pairs");
    table.row("queries with psi > 0.5", "%d of %d".formatted(s.queriesWithPlace(), s.queries()));
    System.out.print(table);
  }

  private static String share(long count, long all) {
    return "%d (%s %%)".formatted(count, Table.number(100.0 * count / Math.max(1, all), 2));
  }

  private void printFit(LabelFit f) {
    if (json) {
      ObjectNode node = Json.object().put("overlap", f.overlap().toString());
      Json.put(node, "radius_m", f.radiusMetres());
      Json.put(node, "radius_standard_error_m", f.radiusError());
      Json.put(node, "angle_deg", f.angleDegrees());
      Json.put(node, "angle_standard_error_deg", f.angleError());
      Json.put(node, "rms", f.rms());
      Json.put(node, "explained", f.explained());
      node.put("pairs", f.pairs()).put("verdict", f.verdict());
      ObjectNode byKind = node.putObject("rms_by_overlap");
      f.rmsByOverlap().forEach((kind, rms) -> Json.put(byKind, kind.toString(), rms));
      Json.print(System.out, node);
      return;
    }
    Table table = new Table("fit to", String.valueOf(fit));
    table.row(
        "radius",
        "%s +- %s m"
            .formatted(Table.number(f.radiusMetres(), 2), Table.number(f.radiusError(), 2)));
    table.row(
        "angle",
        "%s +- %s deg"
            .formatted(Table.number(f.angleDegrees(), 2), Table.number(f.angleError(), 2)));
    table.row("overlap", f.overlap().toString());
    table.row("rms of psi", Table.number(f.rms(), 4));
    for (Map.Entry<OverlapKind, Double> kind : f.rmsByOverlap().entrySet()) {
      table.row("  as " + kind.getKey(), Table.number(kind.getValue(), 4));
    }
    table.row("variance explained", Table.number(f.explained(), 4));
    table.row("pairs compared", Integer.toString(f.pairs()));
    table.row("verdict", f.verdict());
    System.out.print(table);
  }
}
