package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.image.ImageFiles;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.testing.Python;
import org.waymark.descriptors.network.Precision;

/** What stands in the file, and what remains of an extraction that ended at any moment. */
class DescriptorFileTest {

  private static final int PICTURES = 9;
  private static final InputSpec INPUT = InputSpec.imageNet(32, 40);

  private static DescriptorExtractor extractor;

  @TempDir Path folder;
  private Path out;

  @BeforeAll
  static void open() {
    extractor = DescriptorExtractor.open(ModelBundle.untrained(0, INPUT), ExtractorOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @BeforeEach
  void paint() throws IOException {
    out = folder.resolve("f.npy");
    Files.createDirectory(folder.resolve("photos"));
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < 50; x++) {
        for (int y = 0; y < 40; y++) {
          image.setRGB(x, y, (x * y * (i + 3) * 2654435) & 0xFFFFFF);
        }
      }
      ImageIO.write(image, "png", picture(i).toFile());
    }
  }

  @Test
  void shouldHoldARowForEachPictureInTheOrderOfNames() throws Exception {
    DescriptorFile.Summary written = write(false, false);

    assertThat(written).isEqualTo(new DescriptorFile.Summary(PICTURES, 512, 0, List.of()));
    NpyArray array = NpyArray.read(out);
    assertThat(array.shape()).containsExactly(PICTURES, 512);
    for (int i = 0; i < PICTURES; i++) {
      float[] row = new float[512];
      System.arraycopy(array.floats(), i * 512, row, 0, 512);
      assertThat(row).isEqualTo(extractor.describe(ImageFiles.read(picture(i))));
    }
    assertThat(Files.readAllLines(beside(".txt"))).hasSize(PICTURES).startsWith("p0.png", "p1.png");
    assertNothingElse(".txt");
  }

  @Test
  @Tag("peer")
  void shouldBeReadByNumpy() throws Exception {
    write(false, false);

    String printed =
        Python.with("numpy")
            .run(
                folder,
                """
                import numpy as np
                a = np.load('f.npy')
                print(a.shape, a.dtype, a.flags['C_CONTIGUOUS'], np.abs(np.linalg.norm(a, axis=1) - 1).max() < 1e-5)
                """);
    assertThat(printed.strip()).isEqualTo("(9, 512) float32 True True");
  }

  @Test
  void shouldGoOnWhereItStopped() throws Exception {
    write(false, false);
    byte[] whole = Files.readAllBytes(out);
    Files.delete(out);

    for (int stop : List.of(1, 4, 8)) {
      assertThatThrownBy(() -> write(stopAfter(stop))).hasMessage("stop");
      assertThat(out).doesNotExist();
      assertThat(beside(".partial")).hasSize(128 + stop * 2048L);
    }

    // A kill in the middle of writing leaves a torn row, a torn line.
    Files.write(beside(".partial"), new byte[777], StandardOpenOption.APPEND);
    Files.writeString(beside(".journal"), "done 9", StandardOpenOption.APPEND);

    assertThat(write(false, false).resumed()).isEqualTo(8);
    assertThat(Files.readAllBytes(out)).isEqualTo(whole);
    assertNothingElse(".txt");
  }

  @Test
  void shouldNotGoOnWithAnotherModelOrDataset() throws Exception {
    assertThatThrownBy(() -> write(stopAfter(3))).hasMessage("stop");

    try (DescriptorExtractor other =
        DescriptorExtractor.open(ModelBundle.untrained(1, INPUT), ExtractorOptions.cpu(1))) {
      assertThatThrownBy(
              () ->
                  DescriptorFile.at(out, false, false)
                      .write(photos(), other, ProgressReporter.silent()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContainingAll(
              "f.npy.journal",
              "model %s, now %s".formatted(extractor.model().id(), other.model().id()),
              "--restart");
    }
    Files.copy(picture(0), folder.resolve("photos/q.png"));
    assertThatThrownBy(() -> write(false, false))
        .hasMessageContainingAll("of other work", "frames 9, now 10")
        .hasMessageNotContaining("model");

    assertThat(write(false, true)).isEqualTo(new DescriptorFile.Summary(10, 512, 0, List.of()));
  }

  @Test
  void shouldNotMixPrecisions() throws Exception {
    assertThatThrownBy(() -> write(stopAfter(3))).hasMessage("stop");

    try (DescriptorExtractor other =
        DescriptorExtractor.open(
            extractor.model(), new ExtractorOptions(1, "cpu", Precision.BFLOAT16))) {
      assertThatThrownBy(
              () ->
                  DescriptorFile.at(out, false, false)
                      .write(photos(), other, ProgressReporter.silent()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("says: precision float32, now bfloat16. Finish it as it was begun");
    }
    assertThat(write(false, false).resumed()).isEqualTo(3);
  }

  @Test
  void shouldNotGoOnWithRowsOfWhichNothingIsKnown() throws Exception {
    assertThatThrownBy(() -> write(stopAfter(3))).hasMessage("stop");
    Files.writeString(beside(".journal"), "waymark extract 1\nmodel 0\n");
    assertThatThrownBy(() -> write(false, false)).hasMessageContaining("another version");
    Files.delete(beside(".journal"));

    assertThatThrownBy(() -> write(false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll("but no", "f.npy.journal", "--restart");
  }

  @Test
  void shouldReplaceAFinishedFileOnlyWhenAsked() throws Exception {
    write(false, false);
    Files.delete(picture(8));

    assertThatThrownBy(() -> write(false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll("f.npy is there already", "--restart");
    assertThat(NpyArray.read(out).rows()).isEqualTo(PICTURES);
    assertThat(write(false, true).rows()).isEqualTo(PICTURES - 1);
    assertNothingElse(".txt");
  }

  @Test
  void shouldWriteNothingWhereNothingCanBeDescribed() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      Files.write(picture(i), new byte[] {1, 2, 3});
    }

    assertThatThrownBy(() -> write(true, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no frame can be described, first p0.png: neither JPEG nor PNG");
    assertThat(out).doesNotExist();
    assertNothingElse();
  }

  @Test
  void shouldRefuseANameThatDoesNotFitInALine() throws Exception {
    Files.move(picture(4), folder.resolve("photos/p4\nb.png"));

    assertThatThrownBy(() -> write(false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame 'p4?b.png'");
    assertNothingElse();
  }

  @Test
  void shouldNotGoOnWithoutTheRows() throws Exception {
    assertThatThrownBy(() -> write(stopAfter(3))).hasMessage("stop");
    Files.write(beside(".partial"), new byte[200]);

    assertThatThrownBy(() -> write(false, false)).hasMessageContainingAll("lost rows", "--restart");
  }

  @Test
  void shouldNameABrokenPictureAndKeepWhatCameBefore() throws Exception {
    Files.write(picture(4), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> write(false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll(
            "p4.png", "neither JPEG nor PNG", "--skip-broken", "The 4 frames done so far are kept");

    DescriptorFile.Summary written = write(true, false);
    assertThat(written.resumed()).isEqualTo(4);
    assertThat(written.rows()).isEqualTo(PICTURES - 1);
    assertThat(Files.readAllLines(beside(".skipped.txt")))
        .containsExactly("p4.png\tneither JPEG nor PNG");
    assertThat(Files.readAllLines(beside(".txt"))).hasSize(8).doesNotContain("p4.png");
    assertThat(NpyArray.read(out).shape()).containsExactly(8, 512);
    assertNothingElse(".txt", ".skipped.txt");
  }

  @Test
  void shouldRememberWhatItLeftOut() throws Exception {
    Files.write(picture(1), new byte[0]);
    assertThatThrownBy(
            () -> DescriptorFile.at(out, true, false).write(photos(), extractor, stopAfter(5)))
        .hasMessage("stop");

    assertThatThrownBy(() -> write(false, false))
        .hasMessageContainingAll("left out 1 frame, ", "p1.png (empty picture)", "--restart");
    DescriptorFile.Summary written = write(true, false);
    assertThat(written.resumed()).isEqualTo(5);
    assertThat(written.skipped())
        .containsExactly(new DescriptorFile.Skipped("p1.png", "empty picture"));
  }

  @Test
  void shouldRefuseAPlaceWhereNothingCanBeWritten() {
    assertThatThrownBy(() -> DescriptorFile.at(folder, false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> DescriptorFile.at(folder.resolve("no/f.npy"), false, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("there is no folder");
  }

  @Test
  void shouldLeaveAFileAloneThatAnotherWrites() {
    ProgressReporter intruder =
        (task, total) -> {
          assertThatThrownBy(() -> write(false, true)).hasMessageContaining("another process");
          return ProgressReporter.silent().start(task, total);
        };

    assertThat(DescriptorFile.at(out, false, false).write(photos(), extractor, intruder).rows())
        .isEqualTo(PICTURES);
  }

  private DescriptorFile.Summary write(boolean skipBroken, boolean restart) {
    return DescriptorFile.at(out, skipBroken, restart)
        .write(photos(), extractor, ProgressReporter.silent());
  }

  private void write(ProgressReporter reporter) {
    DescriptorFile.at(out, false, false).write(photos(), extractor, reporter);
  }

  /** As if the process were stopped when so many frames are done in all. */
  private static ProgressReporter stopAfter(int frames) {
    return (task, total) ->
        new Progress() {
          private long done = PICTURES - total;

          @Override
          public void advance(long items) {
            done += items;
            if (done == frames) {
              throw new IllegalStateException("stop");
            }
          }

          @Override
          public void close() {}
        };
  }

  private Dataset photos() {
    return Datasets.open("folder:" + folder.resolve("photos"));
  }

  private Path picture(int i) {
    return folder.resolve("photos/p" + i + ".png");
  }

  private Path beside(String suffix) {
    return folder.resolve("f.npy" + suffix);
  }

  private void assertNothingElse(String... suffixes) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("f.npy.")))
          .containsExactlyInAnyOrderElementsOf(
              java.util.Arrays.stream(suffixes).map(this::beside).toList());
    }
  }
}
