package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * A corridor of places every half metre along x, looking along x, and what retrieval makes of a
 * camera in it: distances grow with the way to a place, and a little chance.
 */
final class Scenes {

  static final int PLACES = 80;
  static final double SPACING = 0.5;
  static final List<Double> CERTAIN = java.util.Collections.nCopies(36, 0.0);
  static final RetrievalModel MODEL =
      new RetrievalModel(0.03, 0.03, 0.3, 0.15, 0.03, 0.9, 0.03, 40, 23);

  static final Calibration CALIBRATION =
      new Calibration(MODEL, 1, Calibration.Confidence.IDENTITY, true);

  private static final long STEP_NANOS = 100_000_000;

  private final SplittableRandom random;

  /** Places this far apart look the same; 0 when none do. */
  private final double period;

  private long stamp;

  Scenes(long seed) {
    this(seed, 0);
  }

  Scenes(long seed, double period) {
    this.random = new SplittableRandom(seed);
    this.period = period;
  }

  static Pose at(double x) {
    return new Pose(x, 0, 0, 0, 0, 0, 1);
  }

  static Pose at(double x, double y, double yaw) {
    return Pose.of(new Vector3d(x, y, 0), new Quaterniond().rotateZ(yaw));
  }

  /** What a camera at a pose looks like, a tenth of a second after the one before. */
  List<Sighting> sightings(Pose camera) {
    List<Sighting> all = new ArrayList<>();
    for (int place = 0; place < PLACES; place++) {
      Pose pose = at(place * SPACING);
      double metres = Math.abs(pose.x() - camera.x());
      if (period > 0) {
        metres = Math.abs(Math.IEEEremainder(metres, period));
      }
      double distance =
          0.3 + 0.1 * Math.min(4, metres) + 0.2 * camera.angleTo(pose) + 0.01 * random.nextDouble();
      all.add(new Sighting(place, (float) distance, pose));
    }
    all.sort(Comparator.comparingDouble(Sighting::distance));
    return all.subList(0, Observation.SIGHTINGS);
  }

  /** Places that all look about as unlike. */
  List<Sighting> nothing() {
    List<Sighting> all = new ArrayList<>();
    for (int place = 0; place < PLACES; place++) {
      all.add(new Sighting(place, (float) (1.1 + 0.05 * random.nextDouble()), at(place * SPACING)));
    }
    all.sort(Comparator.comparingDouble(Sighting::distance));
    return all.subList(0, Observation.SIGHTINGS);
  }

  Observation frame(List<Sighting> sightings, Optional<Pose> odometry) {
    stamp += STEP_NANOS;
    return new Observation(
        "run",
        stamp,
        sightings,
        odometry.map(pose -> new UncertainPose(pose, CERTAIN)),
        Optional.empty());
  }
}
