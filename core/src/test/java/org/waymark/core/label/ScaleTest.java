package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.core.hdf5.LabelFileWriter;
import org.waymark.core.hdf5.LabelFileWriter.Form;
import org.waymark.core.progress.ProgressReporter;

/** 20,000 x 20,000 street poses of a city, from end to end: {@code -Dwaymark.acceptance=true}. */
@EnabledIfSystemProperty(named = "waymark.acceptance", matches = "true")
class ScaleTest {

  private static final int COUNT = 20_000;

  @Test
  void shouldLabelACityInASmallHeap(@TempDir Path folder) throws IOException {
    GroundViews queries = Streets.drive(COUNT, 5000, 50, 90, 1);
    GroundViews places = Streets.drive(COUNT, 5000, 50, 90, 2);
    long start = System.nanoTime();
    LabelRows rows =
        new LabelJob(folder.resolve("partial"), new LinkedHashMap<>())
            .run(new SectorLabels(queries, places, OverlapKind.IOU), ProgressReporter.silent());
    double labelled = (System.nanoTime() - start) / 1e9;
    Path file = folder.resolve("gt.h5");
    Form form =
        LabelFileWriter.write(
            file,
            rows,
            new LinkedHashMap<>(),
            LabelFileWriter.DENSE_BYTES,
            ProgressReporter.silent());
    assertThat(form).isEqualTo(Form.SPARSE);
    GradedLabels labels = LabelFile.read(file);
    long pairs = 0;
    for (int q = 0; q < COUNT; q++) {
      pairs += labels.row(q).size();
    }
    System.out.printf(
        "20k x 20k: %d overlapping pairs; labelled in %.1f s, file of %d MB written and read after %.1f s; heap of %d MB at most%n",
        pairs,
        labelled,
        Files.size(file) >> 20,
        (System.nanoTime() - start) / 1e9,
        Runtime.getRuntime().maxMemory() >> 20);
    assertThat(pairs).isGreaterThan(COUNT);
  }
}
