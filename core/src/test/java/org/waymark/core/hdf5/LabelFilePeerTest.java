package org.waymark.core.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.GradedLabels;

/** Files that h5py wrote. */
@Tag("peer")
class LabelFilePeerTest {

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    PythonPeer.assumeModules("h5py", "numpy", "scipy.sparse");
    PythonPeer.run("label_files.py", "write", folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fov-float16", "fov-float64", "fov-f4", "chunked", "latest", "sparse"})
  void shouldReadGradedLabelsOfEveryForm(String name) {
    GradedLabels expected = read("expected");
    assertThat(expected.queries()).isEqualTo(37);
    assertThat(expected.places()).isEqualTo(23);
    assertThat(expected.get(0, 0)).isBetween(0f, 1f);
    assertSame(read(name), expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bool", "uint8", "int8", "int32", "int64", "uint16", "float32"})
  void shouldReadBinaryLabelsOfEveryType(String type) {
    GradedLabels graded = read("expected");
    GradedLabels binary = read("sim-" + type);
    int positives = 0;
    for (int q = 0; q < graded.queries(); q++) {
      for (int m = 0; m < graded.places(); m++) {
        assertThat(binary.get(q, m)).isEqualTo(graded.get(q, m) > 0.5 ? 1 : 0);
        positives += (int) binary.get(q, m);
      }
    }
    assertThat(positives).isBetween(50, 200);
  }

  @Test
  void shouldUnfoldACondensedTriangle() {
    GradedLabels graded = read("expected");
    GradedLabels square = read("condensed-fov");
    GradedLabels binary = read("condensed");
    assertThat(square.queries()).isEqualTo(23);
    assertThat(square.places()).isEqualTo(23);
    for (int i = 0; i < 23; i++) {
      assertThat(square.get(i, i)).isEqualTo(1);
      for (int j = i + 1; j < 23; j++) {
        assertThat(square.get(i, j)).isEqualTo(graded.get(i, j));
        assertThat(square.get(j, i)).isEqualTo(graded.get(i, j));
        assertThat(binary.get(j, i)).isEqualTo(graded.get(i, j) > 0.5 ? 1 : 0);
      }
    }
  }

  @Test
  void shouldReadWhatWasNeverWrittenAsZero() {
    assertThat(read("zeros").row(36).size()).isZero();
    assertThat(LabelFile.read(folder.resolve("zeros.h5"), "sim").row(36).size()).isZero();
  }

  @Test
  void shouldListTheKeysOfAFileWithOthers() {
    assertThatThrownBy(() -> read("other"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("other.h5 has no labels 'sim'; its keys are: ids, similarity.");
  }

  @Test
  void shouldSayWhatIsWrongWithLabels() {
    assertThatThrownBy(() -> read("cube")).hasMessageContaining("has shape [2, 3, 4]");
    assertThatThrownBy(() -> read("vector")).hasMessageContaining("vector of 7 values");
    assertThatThrownBy(() -> read("nan")).hasMessageContaining("NaN at query 3, place 4");
    assertThatThrownBy(() -> read("text")).hasMessageContaining("'/fov' holds text");
  }

  private static GradedLabels read(String name) {
    return LabelFile.read(folder.resolve(name + ".h5"));
  }

  static void assertSame(GradedLabels actual, GradedLabels expected) {
    assertThat(actual.queries()).isEqualTo(expected.queries());
    assertThat(actual.places()).isEqualTo(expected.places());
    for (int q = 0; q < expected.queries(); q++) {
      assertThat(actual.row(q).toArray()).as("query %d", q).isEqualTo(expected.row(q).toArray());
    }
  }
}
