package org.waymark.descriptors.whitening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.npy.NpyWriter;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.testing.Python;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

class WhiteningFitTest {

  private static final int COLUMNS = 24;

  @TempDir Path folder;

  /** What whitening is for: components without correlation, each of variance one. */
  @ParameterizedTest
  @ValueSource(ints = {2000, 300, COLUMNS, 20})
  void shouldDecorrelateWhatItWasFittedTo(int rows) throws IOException {
    float[][] features = features(rows);
    int dimensions = Math.min(COLUMNS - 1, rows - 1);

    WhiteningFit fit = WhiteningFit.of(save(features), dimensions, ProgressReporter.silent());

    assertThat(fit.descriptors()).isEqualTo(rows);
    assertThat(fit.usable()).isBetween(dimensions, Math.min(COLUMNS, rows));
    assertThat(fit.variance()).isBetween(0.9, 1.0);
    double[][] white = new double[rows][];
    for (int i = 0; i < rows; i++) {
      white[i] = apply(fit.whitening(), features[i]);
    }
    for (int a = 0; a < dimensions; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (double[] row : white) {
          product += row[a] * row[b];
        }
        assertThat(product / rows).as("%d %d", a, b).isCloseTo(a == b ? 1 : 0, within(2e-3));
      }
    }
  }

  @Test
  void shouldGiveTheSameSignsHoweverRowsAreOrdered() throws IOException {
    float[][] features = features(200);
    float[][] reversed = List.of(features).reversed().toArray(float[][]::new);

    float[] first = fit(save(features), 8).whitening().weight().values();
    float[] second = fit(save(reversed), 8).whitening().weight().values();

    for (int i = 0; i < first.length; i++) {
      assertThat(second[i]).isCloseTo(first[i], within(1e-3f));
    }
    for (int k = 0; k < 8; k++) {
      float greatest = 0;
      for (int j = 0; j < COLUMNS; j++) {
        float element = first[k * COLUMNS + j];
        greatest = Math.abs(element) > Math.abs(greatest) ? element : greatest;
      }
      assertThat(greatest).isPositive();
    }
  }

  @Test
  void shouldNameHowManyDimensionsThereAre() throws IOException {
    float[][] flat = features(300);
    for (float[] row : flat) {
      row[3] = 0;
      row[5] = row[7];
      normalise(row);
    }
    assertThatThrownBy(() -> fit(save(flat), COLUMNS))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("span 22 dimensions")
        .hasMessageContaining("ask for at most 22");
    assertThatThrownBy(() -> fit(save(features(10)), 10))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("10 descriptors")
        .hasMessageContaining("span 9 dimensions");
    float[][] equal = new float[5][];
    Arrays.fill(equal, features(1)[0]);
    assertThatThrownBy(() -> fit(save(equal), 1)).hasMessageContaining("all 5 descriptors");
  }

  @Test
  void shouldRefuseWhatAreNoDescriptors() throws IOException {
    float[][] features = features(5);
    features[3][0] = Float.NaN;
    Path nan = save(features);
    assertThatThrownBy(() -> fit(nan, 1))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("row 3")
        .hasMessageContaining("NaN");
    features[3] = new float[COLUMNS];
    Path zero = save(features);
    assertThatThrownBy(() -> fit(zero, 1)).hasMessageContaining("length 0.0");
    Path one = save(features(1));
    assertThatThrownBy(() -> fit(one, 1)).hasMessageContaining("too few");
  }

  @Test
  void shouldTakeTheAuthorsLayerAndGiveItBack() {
    Whitening whitening =
        new Whitening(
            new Tensor(List.of(1, 2), new float[] {3, 4}), new Tensor(List.of(1), new float[] {5}));
    assertThat(Whitening.ofCheckpoint(whitening.layerWeights(), "x")).contains(whitening);
    assertThat(whitening.layerWeights().get("WPCA.0.weight").shape()).containsExactly(1, 2, 1, 1);
    assertThat(Whitening.ofCheckpoint(new Weights(new LinkedHashMap<>()), "x")).isEmpty();
    assertThatThrownBy(() -> layer(Map.of("WPCA.0.bias", whitening.bias())))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("x.pth lacks WPCA.0.weight");
    assertThatThrownBy(
            () ->
                layer(
                    Map.of(
                        "WPCA.0.weight", whitening.weight(),
                        "WPCA.0.bias", Tensor.filled(List.of(2), 0))))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no whitening layer");
  }

  private static void layer(Map<String, Tensor> tensors) {
    Whitening.ofCheckpoint(new Weights(new LinkedHashMap<>(tensors)), "x.pth");
  }

  /** The reference's formulas in NumPy, up to each component's sign. */
  @Test
  @Tag("peer")
  void shouldEqualTheReferenceUpToSigns() throws Exception {
    Python numpy = Python.with("numpy");
    float[][] features = features(500);
    Path file = save(features);
    Whitening whitening = fit(file, 16).whitening();

    numpy.run(
        folder,
        """
        import sys, numpy as np
        x = np.load(sys.argv[1]).astype('f8')
        mean = x.mean(0)
        values, vectors = np.linalg.eigh((x - mean).T @ (x - mean) / len(x))
        p = (vectors[:, ::-1] / np.sqrt(values[::-1])).T[:16]
        y = (x - mean) @ p.T
        np.save('white.npy', y / np.linalg.norm(y, axis=1, keepdims=True))
        """,
        file.toString());

    double[] theirs = NpyArray.read(folder.resolve("white.npy")).doubles();
    double[] sign = new double[16];
    for (int i = 0; i < features.length; i++) {
      double[] ours = apply(whitening, features[i]);
      double length = Math.sqrt(Arrays.stream(ours).map(y -> y * y).sum());
      for (int k = 0; k < 16; k++) {
        double their = theirs[i * 16 + k];
        if (i == 0) {
          sign[k] = Math.signum(ours[k] * their);
        }
        assertThat(ours[k] / length).isCloseTo(sign[k] * their, within(1e-4));
      }
    }
  }

  private static WhiteningFit fit(Path file, int dimensions) {
    return WhiteningFit.of(file, dimensions, ProgressReporter.silent());
  }

  private static double[] apply(Whitening whitening, float[] x) {
    double[] y = new double[whitening.size()];
    for (int k = 0; k < y.length; k++) {
      y[k] = whitening.bias().values()[k];
      for (int j = 0; j < x.length; j++) {
        y[k] += (double) whitening.weight().values()[k * x.length + j] * x[j];
      }
    }
    return y;
  }

  /** Correlated, of unequal spread, away from the origin, and of length one. */
  private static float[][] features(int rows) {
    Random random = new Random(4);
    float[][] features = new float[rows][COLUMNS];
    for (float[] row : features) {
      double common = random.nextGaussian();
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = (float) (0.5 + 0.1 * common + random.nextGaussian() / (3 + j));
      }
      normalise(row);
    }
    return features;
  }

  private static void normalise(float[] row) {
    double square = 0;
    for (float value : row) {
      square += (double) value * value;
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= (float) Math.sqrt(square);
    }
  }

  private Path save(float[][] rows) throws IOException {
    Path file = Files.createTempFile(folder, "features", ".npy");
    try (NpyWriter writer = NpyWriter.create(file, rows.length, COLUMNS)) {
      for (float[] row : rows) {
        writer.write(row);
      }
    }
    return file;
  }
}
