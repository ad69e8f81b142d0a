package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;

/** Small models, and maps of numbers that no model gave. */
final class TestMaps {

  private TestMaps() {}

  /** A network that takes a few milliseconds a picture. */
  static DescriptorExtractor smallExtractor() {
    return DescriptorExtractor.open(
        ModelBundle.untrained(0, InputSpec.imageNet(48, 64)), ExtractorOptions.cpu(1));
  }

  static float[] randomUnit(Random random, int size) {
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return normalized(vector);
  }

  static float[] normalized(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    float[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= (float) Math.sqrt(sum);
    }
    return unit;
  }

  static List<float[]> randomUnits(long seed, int count, int size) {
    Random random = new Random(seed);
    return Stream.generate(() -> randomUnit(random, size)).limit(count).toList();
  }

  static MapManifest write(MapDirectory map, List<float[]> descriptors, SearchMethod search)
      throws IOException {
    List<DescribedPlace> places = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      Pose pose = new Pose(i, 0, 0, 0, 0, 0, 1);
      places.add(new DescribedPlace(new Place(i, "p" + i, "s", i, pose), descriptors.get(i)));
    }
    Files.createDirectories(map.root());
    return new MapWriter(
            map,
            new MapWriter.Model("0123abcd", "made of numbers", descriptors.getFirst().length),
            new SearchSettings(Optional.of(search), Quantization.FLOAT32, 0, 0),
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
  }

  static PlaceMap open(Path directory, List<float[]> descriptors, SearchMethod search)
      throws IOException {
    MapDirectory map = new MapDirectory(directory);
    write(map, descriptors, search);
    return PlaceMap.open(map.current());
  }
}
