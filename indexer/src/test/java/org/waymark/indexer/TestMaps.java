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
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;

/** Small models, and maps of numbers that no model gave. */
public final class TestMaps {

  private static final String MODEL = "0123abcd";

  private TestMaps() {}

  /** A network that takes a few milliseconds a picture. */
  static DescriptorExtractor smallExtractor() {
    return DescriptorExtractor.open(
        ModelBundle.untrained(0, InputSpec.imageNet(48, 64)), ExtractorOptions.cpu(1));
  }

  public static float[] randomUnit(Random random, int size) {
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

  public static List<float[]> randomUnits(long seed, int count, int size) {
    Random random = new Random(seed);
    return Stream.generate(() -> randomUnit(random, size)).limit(count).toList();
  }

  public static MapManifest write(MapDirectory map, List<float[]> descriptors, SearchMethod search)
      throws IOException {
    return write(map, MODEL, places("p", 0, descriptors), search);
  }

  /** A map whose places' ids begin with {@code prefix}. */
  public static MapManifest writeNamed(
      MapDirectory map, String prefix, List<float[]> descriptors, SearchMethod search)
      throws IOException {
    return write(map, MODEL, places(prefix, 0, descriptors), search);
  }

  /** A map of another model's descriptors. */
  public static MapManifest writeOfModel(
      MapDirectory map, String modelId, List<float[]> descriptors) throws IOException {
    return write(map, modelId, places("p", 0, descriptors), SearchMethod.EXACT);
  }

  /** A map whose places lie every metre along x, the first at {@code x}, and are called by that. */
  public static MapManifest writeAlongX(MapDirectory map, int x, List<float[]> descriptors)
      throws IOException {
    return write(map, MODEL, places("x", x, descriptors), SearchMethod.EXACT);
  }

  /** A map with a pose for each descriptor. */
  public static MapManifest writePoses(
      MapDirectory map, List<float[]> descriptors, List<Pose> poses) throws IOException {
    List<DescribedPlace> places = new ArrayList<>();
    for (int i = 0; i < poses.size(); i++) {
      places.add(
          new DescribedPlace(new Place(i, "p" + i, "s", i, poses.get(i)), descriptors.get(i)));
    }
    return write(map, MODEL, places, SearchMethod.EXACT);
  }

  private static List<DescribedPlace> places(String prefix, int x, List<float[]> descriptors) {
    List<DescribedPlace> places = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      Pose pose = new Pose(x + i, 0, 0, 0, 0, 0, 1);
      places.add(
          new DescribedPlace(new Place(i, prefix + (x + i), "s", i, pose), descriptors.get(i)));
    }
    return places;
  }

  static MapManifest write(
      MapDirectory map, String modelId, List<DescribedPlace> places, SearchMethod search)
      throws IOException {
    Files.createDirectories(map.root());
    return new MapWriter(
            map,
            new MapWriter.Model(modelId, "made of numbers", places.getFirst().descriptor().length),
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

  /** Keeps the sentences that are said. */
  static ProgressReporter listening(List<String> notes) {
    return new ProgressReporter() {
      @Override
      public Progress start(String task, long total) {
        return ProgressReporter.silent().start(task, total);
      }

      @Override
      public void note(String sentence) {
        notes.add(sentence);
      }
    };
  }
}
