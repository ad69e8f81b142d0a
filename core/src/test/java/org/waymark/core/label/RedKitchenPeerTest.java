package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.testing.Python;
import org.waymark.core.testing.Recordings;

/**
 * Surface labels of a real recording, 7-Scenes RedKitchen, against a second computation in Python.
 */
@Tag("peer")
class RedKitchenPeerTest {

  private static final int PAIRS = 500;

  @TempDir Path folder;
  private static Path scene;

  @BeforeAll
  static void find() {
    scene = Recordings.require("7scenes/redkitchen");
  }

  @Test
  void shouldAgreeWithAnIndependentComputation() throws Exception {
    Python python = Python.with("numpy, PIL");
    List<DatasetFrame> queries = frames("test");
    List<DatasetFrame> places = frames("train");
    SplittableRandom random = new SplittableRandom(11);
    List<String> lines = new ArrayList<>();
    List<Double> psi = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      DatasetFrame query = queries.get(random.nextInt(queries.size()));
      DatasetFrame place = places.get(random.nextInt(places.size()));
      lines.add(query.id() + " " + place.id());
      psi.add(SurfaceView.of(query).overlap(SurfaceView.of(place)));
    }
    Path file = Files.write(folder.resolve("pairs.txt"), lines);
    List<Double> expected =
        python
            .run(
                folder,
                Files.readString(Path.of("src/test/python/surface_overlap.py")),
                scene.toAbsolutePath().toString(),
                file.toString())
            .lines()
            .map(Double::valueOf)
            .toList();
    assertThat(expected).hasSize(PAIRS);
    double sum = 0;
    double worst = 0;
    double mean = 0;
    for (int i = 0; i < PAIRS; i++) {
      double difference = Math.abs(psi.get(i) - expected.get(i));
      sum += difference;
      worst = Math.max(worst, difference);
      mean += expected.get(i) / PAIRS;
    }
    System.out.printf(
        "RedKitchen: mean |difference| %.6f, worst %.6f, of mean psi %.3f%n",
        sum / PAIRS, worst, mean);
    assertThat(mean).isBetween(0.02, 0.5);
    assertThat(sum / PAIRS).isLessThan(0.001);
    assertThat(worst).isLessThan(0.01);
  }

  @Test
  void shouldBeSymmetricWithOneOnTheDiagonal() {
    Dataset some = Datasets.open("7scenes:" + scene + "?split=train");
    Surfaces<SurfaceView> surfaces =
        new Surfaces<SurfaceView>(some, SurfaceView::of, ProgressReporter.silent());
    SurfaceLabels<SurfaceView> labels = new SurfaceLabels<>(surfaces, surfaces);
    float[][] psi =
        Stream.iterate(0, q -> q < labels.queries(), q -> q + 25)
            .map(q -> labels.row(q).toArray())
            .toArray(float[][]::new);
    for (int i = 0; i < psi.length; i++) {
      assertThat(psi[i][25 * i]).isEqualTo(1);
      for (int j = 0; j < psi.length; j++) {
        assertThat(psi[i][25 * j]).isEqualTo(psi[j][25 * i]);
      }
    }
  }

  @Test
  void shouldLoseNoPairToOutlines() throws IOException {
    List<SurfaceView> queries = views(frames("test"));
    List<SurfaceView> places = views(frames("train"));
    int ruledOut = 0;
    for (SurfaceView query : queries) {
      for (SurfaceView place : places) {
        if (!query.outline().mayMeet(place.outline())) {
          assertThat(query.overlap(place)).isZero();
          ruledOut++;
        }
      }
    }
    System.out.printf(
        "outlines rule out %d pairs of %d%n", ruledOut, queries.size() * places.size());
  }

  private static List<SurfaceView> views(List<DatasetFrame> frames) throws IOException {
    List<SurfaceView> views = new ArrayList<>();
    for (int i = 0; i < frames.size(); i += 10) {
      views.add(SurfaceView.of(frames.get(i)));
    }
    return views;
  }

  private static List<DatasetFrame> frames(String split) {
    try (Stream<DatasetFrame> frames =
        Datasets.open("7scenes:" + scene + "?split=" + split).frames()) {
      return frames.toList();
    }
  }
}
