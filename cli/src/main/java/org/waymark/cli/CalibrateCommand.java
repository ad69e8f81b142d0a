package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.MapCalibration;
import org.waymark.streams.RecordedDrives;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.CalibrationDrive;
import org.waymark.streams.tracking.CalibrationFile;
import org.waymark.streams.tracking.CalibrationFit;
import org.waymark.streams.tracking.PlaceTable;
import org.waymark.streams.tracking.RetrievalModel;
import org.waymark.streams.tracking.TrackerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Finds what a model's distances are worth in a map, and writes it beside the map as calibration.json.",
      "Give a drive with known poses that is not part of the map, best one of another day, with odometry where the"
          + " robots have it. Without one, the map's places are compared with each other: robots can be followed"
          + " by that, but no confidence is stated.",
      "A localizer reads it when it starts."
    })
final class CalibrateCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(
      names = "--map",
      paramLabel = "DIR",
      required = true,
      description = "The map; its current version is calibrated.")
  private Path map;

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      description = "A drive with poses in the map's frame; may be given several times.")
  private List<String> datasets = List.of();

  @Option(
      names = "--planar",
      description = "For robots that stay on one floor, as with waymark localize.")
  private boolean planar;

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CalibrateCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    Path version = new MapDirectory(map).current();
    try (PlaceMap places = PlaceMap.open(version)) {
      PlaceTable table = MapCalibration.table(places);
      List<CalibrationDrive> drives = datasets.isEmpty() ? List.of() : drives(places);
      Calibration calibration =
          drives.isEmpty()
              ? CalibrationFit.ofMap(table, planar)
              : CalibrationFit.ofDrives(table, drives, TrackerSettings.DEFAULT.withPlanar(planar));
      CalibrationFile file =
          new CalibrationFile(
              CalibrationFile.FORMAT,
              places.manifest().modelId(),
              CalibrationFile.manifestDigest(version),
              datasets,
              drives.stream().mapToLong(drive -> drive.frames().size()).sum(),
              planar,
              Instant.now().toString(),
              calibration);
      file.write(version);
      print(version, file);
    }
    return 0;
  }

  private List<CalibrationDrive> drives(PlaceMap places) {
    var bundle = model.bundle();
    places.requireModel(bundle.id(), bundle.name());
    List<CalibrationDrive> drives = new ArrayList<>();
    try (DescriptorExtractor extractor = model.open()) {
      for (String spec : datasets) {
        drives.addAll(
            RecordedDrives.of(
                Datasets.open(DatasetSpec.parse(spec)), extractor, new ConsoleProgress()));
      }
    }
    return drives;
  }

  private void print(Path version, CalibrationFile file) {
    Calibration calibration = file.calibration();
    RetrievalModel retrieval = calibration.retrieval();
    if (json) {
      ObjectNode report = Json.object();
      report.put("map", version.toString());
      report.put("frames", file.frames());
      report.put("fitted", calibration.fitted());
      report.put("temperature", retrieval.temperature());
      report.put("decision_temperature", retrieval.decisionTemperature());
      report.put("sigma_m", retrieval.sigmaMetres());
      report.put("sigma_rad", retrieval.sigmaRadians());
      report.put("outlier_share", retrieval.outlierShare());
      report.put("unknown_distance", retrieval.unknownDistance());
      report.put("distinct_places", retrieval.distinctPlaces());
      report.put("covariance_scale", calibration.covarianceScale());
      Json.print(System.out, report);
      return;
    }
    System.out.printf(
        "A frame's place is off by %s m and %s degrees (one standard deviation), %s %% show none of the map's.%n",
        Table.number(retrieval.sigmaMetres(), 2),
        Table.number(Math.toDegrees(retrieval.sigmaRadians()), 1),
        Table.number(100 * retrieval.outlierShare(), 0));
    System.out.printf(
        "The map holds %s places that can be told apart; beyond a distance of %s a frame shows something else.%n",
        Table.number(retrieval.distinctPlaces(), 0), Table.number(retrieval.unknownDistance(), 3));
    System.out.println(
        calibration.fitted()
            ? "Fitted to %d frames; written to %s."
                .formatted(file.frames(), version.resolve(CalibrationFile.NAME))
            : "Made from the map alone, without confidence; written to %s."
                .formatted(version.resolve(CalibrationFile.NAME)));
  }
}
