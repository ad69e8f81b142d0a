package org.waymark.bench.tracking;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.CalibrationDrive;
import org.waymark.streams.tracking.CalibrationFit;
import org.waymark.streams.tracking.PlaceTable;
import org.waymark.streams.tracking.TrackedPose;
import org.waymark.streams.tracking.Tracker;
import org.waymark.streams.tracking.TrackerSettings;
import org.waymark.testbed.world.drive.DriveKind;

/**
 * Tracking against plain retrieval, and against the nearest pose of the map as the bound of any
 * retrieval: position errors, consistency of the covariance, calibration of the confidence,
 * recovery after being carried.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.tracking.TrackingStudy
 *     MODEL CACHE drives patrol,kidnap,aliased,reverse SEEDS
 *     MODEL CACHE recording MAP_SPEC QUERY_SPEC
 * </pre>
 *
 * <p>{@code drives}: kinds of simulated drives of 30 s, SEEDS of each, each with four draws of the
 * odometry's errors; each map is calibrated by one further drive. {@code recording}: the query's
 * odometry is made from its poses, 3 % off, by ten seeds; the map calibrates itself. MODEL is a
 * bundle, or {@code -} for the built-in one; descriptors are kept in CACHE.
 */
public final class TrackingStudy {

  private static final long WORLD_SEED = 7;
  private static final long CALIBRATION_SEED = 1000;
  private static final int ODOMETRY_SEEDS = 10;
  private static final double ODOMETRY_ERROR = 0.03;
  private static final int FRAMES = 300;

  /** Of the odometry's errors, for each rendered drive. */
  private static final int DRAWS = 4;

  private final DescriptorCache cache;

  private TrackingStudy(DescriptorCache cache) {
    this.cache = cache;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println(
          "Usage: TrackingStudy MODEL CACHE drives KIND,KIND SEEDS | recording MAP_SPEC QUERY_SPEC");
      System.exit(2);
    }
    ModelBundle model =
        args[0].equals("-") ? ModelBundle.untrained(0) : ModelBundle.load(Path.of(args[0]));
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(model, ExtractorOptions.defaults())) {
      TrackingStudy study = new TrackingStudy(new DescriptorCache(Path.of(args[1]), extractor));
      if (args[2].equals("drives")) {
        study.drives(
            Arrays.stream(args[3].split(",")).map(DriveKind::named).toList(),
            FRAMES,
            Integer.parseInt(args[4]));
      } else {
        study.recording(args[3], args[4]);
      }
    }
  }

  private void drives(List<DriveKind> kinds, int frames, int seeds) throws IOException {
    TrackerSettings settings = TrackerSettings.DEFAULT.withPlanar(true);
    DriveScores all = new DriveScores();
    for (DriveKind kind : kinds) {
      SimulatedDrives world = new SimulatedDrives(kind, WORLD_SEED, frames, cache);
      PlaceTable map = world.map();
      Calibration fitted =
          CalibrationFit.ofDrives(map, List.of(world.drive(CALIBRATION_SEED)), settings);
      Calibration own = CalibrationFit.ofMap(map, true);
      System.out.println(fitted);
      DriveScores calibrated = new DriveScores();
      DriveScores uncalibrated = new DriveScores();
      for (int seed = 1; seed <= seeds; seed++) {
        List<Integer> kidnaps = world.kidnaps(seed);
        for (int draw = 0; draw < DRAWS; draw++) {
          CalibrationDrive drive = world.drive(seed, draw);
          score(drive, map, fitted, settings, kidnaps, calibrated, all);
          score(drive, map, own, settings, kidnaps, uncalibrated);
        }
      }
      calibrated.print("%s, %d drives".formatted(kind, seeds * DRAWS));
      uncalibrated.print("%s, not calibrated".formatted(kind));
    }
    all.print("all drives");
  }

  private void recording(String mapSpec, String querySpec) throws IOException {
    CalibrationDrive mapDrive = recorded("map", mapSpec);
    PlaceTable map =
        new PlaceTable(
            mapDrive.frames().stream().map(CalibrationDrive.Frame::truth).toList(),
            mapDrive.frames().stream()
                .map(CalibrationDrive.Frame::descriptor)
                .toArray(float[][]::new));
    Calibration calibration = CalibrationFit.ofMap(map, false);
    System.out.println(calibration);
    CalibrationDrive query = recorded("query", querySpec);
    DriveScores scores = new DriveScores();
    for (int seed = 1; seed <= ODOMETRY_SEEDS; seed++) {
      CalibrationDrive drive = query.withOdometry(seed, ODOMETRY_ERROR);
      score(drive, map, calibration, TrackerSettings.DEFAULT, List.of(), scores);
    }
    scores.print(querySpec + " with odometry, " + ODOMETRY_SEEDS + " seeds");
    DriveScores without = new DriveScores();
    score(query, map, calibration, TrackerSettings.DEFAULT, List.of(), without);
    without.print(querySpec + " without odometry");
  }

  private static void score(
      CalibrationDrive drive,
      PlaceTable map,
      Calibration calibration,
      TrackerSettings settings,
      List<Integer> kidnaps,
      DriveScores... scores) {
    long start = System.nanoTime();
    List<TrackedPose> answers = drive.track(new Tracker(calibration, settings), map);
    long spent = System.nanoTime() - start;
    for (DriveScores score : scores) {
      score.add(drive, map, answers, kidnaps, spent);
    }
  }

  private CalibrationDrive recorded(String name, String spec) throws IOException {
    List<DatasetFrame> frames;
    try (Stream<DatasetFrame> all = Datasets.open(spec).frames()) {
      frames = all.toList();
    }
    List<DescriptorCache.Picture> pictures = new ArrayList<>();
    frames.forEach(frame -> pictures.add(frame::image));
    float[][] descriptors = cache.describe(name, pictures);
    List<CalibrationDrive.Frame> result = new ArrayList<>();
    for (int i = 0; i < descriptors.length; i++) {
      result.add(
          new CalibrationDrive.Frame(
              frames.get(i).stampNanos(),
              descriptors[i],
              frames.get(i).pose().orElseThrow(),
              Optional.empty()));
    }
    return new CalibrationDrive(result);
  }
}
