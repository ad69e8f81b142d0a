package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;

/**
 * A made-up map for searches: a camera goes around a circle of 100 m in steps of a degree, winter
 * and summer in turn, with descriptors that change with the way and differ a little between rounds.
 */
final class Streets {

  static final int SIZE = 32;
  static final double RADIUS = 100;
  private static final int STEPS = 360;

  private final List<DescribedPlace> places = new ArrayList<>();

  Streets(int rounds) {
    Random random = new Random(1);
    for (int i = 0; i < rounds * STEPS; i++) {
      int round = i / STEPS;
      boolean winter = round % 2 == 0;
      long day =
          LocalDate.of(2020 + round / 2, winter ? 12 : 7, 20)
              .plusDays(i % STEPS / 20)
              .atStartOfDay(ZoneOffset.UTC)
              .toEpochSecond();
      places.add(
          new DescribedPlace(
              new Place(i, "p" + i, "round-" + round, day * 1_000_000_000L + i, pose(i % STEPS))
                  .withCamera(i % 3 == 0 ? "rear" : "front")
                  .withTags(Map.of("season", winter ? "winter" : "summer", "part", "p" + i % 7))
                  .withPosition(
                      new GeoPosition(52 + i % STEPS / 1000.0, i % STEPS < 180 ? 179.9 : -179.9)),
              descriptor(i % STEPS, 0.15, random),
              i % 2 == 0 ? Optional.of(new byte[] {(byte) i, 7}) : Optional.empty()));
    }
  }

  /** On the circle at an angle, looking along the tangent, counterclockwise. */
  static Pose pose(double degrees) {
    double angle = Math.toRadians(degrees);
    // z of an optical frame points to x of the map, y down; then turned about the vertical.
    Quaterniond forward = new Quaterniond(0.5, -0.5, 0.5, -0.5);
    return Pose.of(
        new Vector3d(RADIUS * Math.cos(angle), RADIUS * Math.sin(angle), 1.5),
        new Quaterniond().rotationZ(angle + Math.PI / 2).mul(forward.conjugate(new Quaterniond())));
  }

  static float[] descriptor(double degrees, double noise, Random random) {
    float[] vector = new float[SIZE];
    double angle = Math.toRadians(degrees);
    for (int i = 0; i < SIZE; i++) {
      vector[i] =
          (float)
              (Math.cos(angle * (1 + i / 2) + i % 2 * Math.PI / 2) + noise * random.nextGaussian());
    }
    return TestMaps.normalized(vector);
  }

  List<DescribedPlace> places() {
    return places;
  }

  PlaceMap open(Path directory, SearchMethod method, Quantization quantization) throws IOException {
    MapDirectory map = new MapDirectory(directory);
    map.create();
    new MapWriter(
            map,
            new MapWriter.Model("0123abcd", "made of numbers", SIZE),
            new SearchSettings(Optional.of(method), quantization, 0, 0),
            ProgressReporter.silent())
        .write(
            PlaceSource.of(places),
            new MapContent(
                "map",
                GeoFrame.NONE,
                List.of(new MapManifest.Source("folder:/nowhere", places.size(), List.of())),
                "every frame",
                null,
                List.of()));
    return PlaceMap.open(map.current());
  }

  /** The nearest of the places that pass, found by comparing. */
  List<Integer> nearest(float[] query, int k, Predicate<Place> passing) {
    double[] distances =
        places.stream().mapToDouble(p -> Descriptors.distance(query, p.descriptor())).toArray();
    return IntStream.range(0, places.size())
        .filter(i -> passing.test(places.get(i).place()))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i]))
        .limit(k)
        .toList();
  }
}
