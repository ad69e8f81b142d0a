package org.waymark.core.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.hdf5.LabelFileWriter.Form;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.testing.Python;

class LabelFileWriterTest {

  private static final int QUERIES = 31;
  private static final int PLACES = 17;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldReadBackWhatItWrote(Form form) throws IOException {
    GradedLabels labels = random(0.3);
    Path file = write(labels, form);
    LabelFilePeerTest.assertSame(LabelFile.read(file), labels);
    GradedLabels binary = LabelFile.read(file, LabelFile.BINARY);
    for (int q = 0; q < QUERIES; q++) {
      for (int p = 0; p < PLACES; p++) {
        assertThat(binary.get(q, p)).isEqualTo(labels.get(q, p) > 0.5f ? 1 : 0);
      }
    }
    try (HdfFile hdf = new HdfFile(file)) {
      assertThat(hdf.getAttribute("method").getData()).isEqualTo("fov");
    }
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteLabelsWithoutAnyOverlap(Form form) throws IOException {
    GradedLabels labels = random(0);
    LabelFilePeerTest.assertSame(LabelFile.read(write(labels, form)), labels);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("peer")
  void shouldBeReadByH5py(Form form) throws Exception {
    Python python = Python.with("h5py, scipy.sparse");
    GradedLabels labels = random(0.3);
    List<String> lines =
        python
            .run(folder, LabelFilePeerTest.script(), "check", write(labels, form).toString())
            .lines()
            .toList();
    assertThat(lines.subList(0, 4))
        .containsExactly(
            "attribute method fov",
            "attribute queries folder:/Müller",
            "attribute radius 50.0",
            "fov float32 31 17");
    assertThat(lines.get(4 + QUERIES)).isEqualTo("sim uint8 31 17");
    for (int q = 0; q < QUERIES; q++) {
      String[] psi = lines.get(4 + q).split(" ", -1);
      String[] sim = lines.get(5 + QUERIES + q).split(" ", -1);
      for (int p = 0; p < PLACES; p++) {
        assertThat(Float.parseFloat(psi[p])).isEqualTo(labels.get(q, p));
        assertThat(sim[p]).isEqualTo(labels.get(q, p) > 0.5f ? "1" : "0");
      }
    }
  }

  @Test
  void shouldSayThatAFileIsNoHdf5() throws IOException {
    Path text = Files.writeString(folder.resolve("gt.h5"), "not labels");
    assertThatThrownBy(() -> LabelFile.read(text))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("gt.h5 is no readable HDF5 file");
    assertThatThrownBy(() -> LabelFile.read(folder.resolve("none.h5")))
        .hasMessageContaining("there is no label file");
  }

  @Test
  void shouldSayThatAFileIsCutShort() throws IOException {
    Path file = write(random(0.3), Form.DENSE);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {bytes.length - 1, bytes.length / 2, 600, 100, 9, 0}) {
      Path cut = folder.resolve("cut.h5");
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> LabelFile.read(cut, "sim"))
          .as("%d bytes", length)
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("cut.h5");
    }
  }

  private Path write(GradedLabels labels, Form form) throws IOException {
    Path file = folder.resolve("labels.h5");
    Form written =
        LabelFileWriter.write(
            file,
            labels,
            new LinkedHashMap<>(
                Map.of("method", "fov", "radius", 50.0, "queries", "folder:/Müller")),
            form == Form.DENSE ? Long.MAX_VALUE : 0,
            ProgressReporter.silent());
    assertThat(written).isEqualTo(form);
    return file;
  }

  private static GradedLabels random(double density) {
    Random random = new Random(3);
    float[][] psi = new float[QUERIES][PLACES];
    for (float[] row : psi) {
      for (int p = 0; p < PLACES; p++) {
        row[p] = random.nextDouble() < density ? random.nextFloat() : 0;
      }
    }
    return GradedLabels.dense(psi);
  }
}
