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
 *     MODEL CACHE drives patrol,kidnap,aliased,reverse WORLD,WORLD SEEDS
 *     MODEL CACHE recording MAP_SPEC QUERY_SPEC
 * </pre>
 *
 * <p>{@code drives}: kinds of simulated drives of 30 s, SEEDS of each in each building (WORLD is
 * its seed, and decides how a robot drives there); each map is calibrated by one further drive.
 * {@code recording}: the query's odometry is made from its poses, 3 % off, by ten seeds; the map
 * calibrates itself. MODEL is a bundle, or {@code -} for the built-in one; descriptors are kept in
 * CACHE.
 */
public final class TrackingStudy {

  /** Drives of one building; no two buildings share how a robot drives. */
  private static final long MOST_DRIVES = 1000;

  private static final int ODOMETRY_SEEDS = 10;
  private static final double ODOMETRY_ERROR = 0.03;
  private static final int FRAMES = 300;

  private final DescriptorCache cache;

  private TrackingStudy(DescriptorCache cache) {
    this.cache = cache;
  }

  public static void main(String[] args) throws IOException {
    boolean drives = args.length == 6 && args[2].equals("drives");
    if (!drives && !(args.length == 5 && args[2].equals("recording"))) {
      System.err.println(
          "Usage: TrackingStudy MODEL CACHE drives KIND,KIND WORLD,WORLD SEEDS | recording MAP_SPEC QUERY_SPEC");
      System.exit(2);
    }
    ModelBundle model =
        args[0].equals("-") ? ModelBundle.standard() : ModelBundle.load(Path.of(args[0]));
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(model, ExtractorOptions.defaults())) {
      TrackingStudy study = new TrackingStudy(new DescriptorCache(Path.of(args[1]), extractor));
      if (drives) {
        study.drives(
            Arrays.stream(args[3].split(",")).map(DriveKind::named).toList(),
            Arrays.stream(args[4].split(",")).map(Long::valueOf).toList(),
            Integer.parseInt(args[5]));
      } else {
        study.recording(args[3], args[4]);
      }
    }
  }

  private void drives(List<DriveKind> kinds, List<Long> worlds, int seeds) throws IOException {
    if (seeds < 1 || seeds >= MOST_DRIVES) {
      System.err.println("SEEDS is a count below " + MOST_DRIVES);
      System.exit(2);
    }
    DriveScores all = new DriveScores();
    for (DriveKind kind : kinds) {
      DriveScores calibrated = new DriveScores();
      DriveScores uncalibrated = new DriveScores();
      for (long world : worlds) {
        drives(
            new SimulatedDrives(kind, world, FRAMES, cache),
            MOST_DRIVES * world,
            seeds,
            uncalibrated,
            calibrated,
            all);
      }
      calibrated.print("%s, %d drives".formatted(kind, seeds * worlds.size()));
      uncalibrated.print("%s, map calibrated by itself".formatted(kind));
    }
    all.print("all drives");
  }

  /**
   * Scores of what the map says of itself go to {@code own} alone.
   *
   * @param first seed of the drive that calibrates; those behind it are scored
   */
  private static void drives(
      SimulatedDrives world, long first, int seeds, DriveScores own, DriveScores... calibrated)
      throws IOException {
    TrackerSettings settings = TrackerSettings.DEFAULT.withPlanar(true);
    PlaceTable map = world.map();
    Calibration byDrive = CalibrationFit.ofDrives(map, List.of(world.drive(first)), settings);
    Calibration byMap = CalibrationFit.ofMap(map, true);
    System.out.println(byDrive);
    System.out.println(byMap);
    for (long seed = first + 1; seed <= first + seeds; seed++) {
      CalibrationDrive drive = world.drive(seed);
      List<Integer> kidnaps = world.kidnaps(seed);
      score(drive, map, byDrive, settings, kidnaps, calibrated);
      score(drive, map, byMap, settings, kidnaps, own);
    }
  }

  private void recording(String mapSpec, String querySpec) throws IOException {
    CalibrationDrive mapDrive = recorded(mapSpec);
    PlaceTable map =
        new PlaceTable(
            mapDrive.frames().stream().map(CalibrationDrive.Frame::truth).toList(),
            mapDrive.frames().stream()
                .map(CalibrationDrive.Frame::descriptor)
                .toArray(float[][]::new));
    Calibration calibration = CalibrationFit.ofMap(map, false);
    System.out.println(calibration);
    CalibrationDrive query = recorded(querySpec);
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

  private CalibrationDrive recorded(String spec) throws IOException {
    List<DatasetFrame> frames;
    try (Stream<DatasetFrame> all = Datasets.open(spec).frames()) {
      frames = all.toList();
    }
    List<DescriptorCache.Picture> pictures = new ArrayList<>();
    frames.forEach(frame -> pictures.add(frame::image));
    float[][] descriptors = cache.describe("recording-%08x".formatted(spec.hashCode()), pictures);
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
