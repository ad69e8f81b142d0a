package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.core.label.GradedLabels;

class DatasetLabelTest {

  @TempDir static Path world;
  @TempDir Path folder;

  @BeforeAll
  static void render() {
    SmallWorld.write(world);
  }

  @Test
  void shouldLabelSurfaces() {
    String train = "7scenes:" + world + "?split=train";
    Path out = folder.resolve("gt.h5");
    Cli.Run run = label(train, train, "surface", "--out", out.toString(), "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"depth_tolerance\" : 0.05").contains("\"form\" : \"dense\"");
    GradedLabels labels = LabelFile.read(out);
    assertThat(labels.queries()).isEqualTo(SmallWorld.FRAMES);
    for (int q = 0; q < SmallWorld.FRAMES; q++) {
      assertThat(labels.get(q, q)).isEqualTo(1);
    }
    Cli.Run again = label(train, train, "surface", "--out", out.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("gt.h5 exists");
  }

  @Test
  void shouldExplainItsOwnLabels() {
    String train = "7scenes:" + world + "?split=train";
    String test = "7scenes:" + world + "?split=test";
    Path out = folder.resolve("gt.h5");
    Cli.Run run =
        label(test, train, "pose-fov", "--radius=4", "--angle=70", "--out", out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Cli.Run fit = label(test, train, "pose-fov", "--fit", out.toString());
    assertThat(fit.exitCode()).as(fit.err()).isZero();
    assertThat(fit.out()).contains("4.00 +-").contains("70.00 +-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --method fov                                 | 2 | --out FILE.h5 or --fit FILE.h5
          --method sight --out x.h5                    | 2 | 'sight' is no method: fov, pose-fov or surface
          --method fov --angle 400 --out x.h5          | 2 | --angle is above 0
          --method fov --radius NaN --out x.h5         | 2 | --radius is above 0
          --method surface --radius 5 --out x.h5       | 2 | --radius belongs to --method fov and pose-fov
          --method surface --scene gardens --out x.h5  | 2 | --scene belongs to --method fov and pose-fov
          --method fov --up z --out x.h5               | 2 | --up belongs to --method pose-fov
          --method fov --depth-tolerance 0.1 --out x.h5| 2 | --depth-tolerance belongs to --method surface
          --method pose-fov --angle 90 --fit x.h5      | 2 | --angle is what --fit finds
          --method pose-fov --out /dev/null/x.h5       | 1 | x.h5 cannot be written
          --method fov --cloud c.ply --out x.h5        | 2 | --cloud belongs to --method surface
          --method surface --fit x.h5                  | 2 | --fit takes fov or pose-fov
          --method surface --intrinsics 1,2 --out x.h5 | 2 | --intrinsics takes width,height
          --method pose-fov --up w --out x.h5          | 1 | 'w' is no axis
          --method fov --out x.h5                      | 1 | has no position
          --method pose-fov --fit nowhere.h5           | 1 | there is no label file
          --method surface --cloud no.ply --out x.h5   | 1 | there is no point cloud
          """)
  void shouldSayWhatIsWrong(String arguments, int exitCode, String message) {
    String train = "7scenes:" + world + "?split=train";
    String[] words = arguments.split(" ", -1);
    Cli.Run run =
        label(train, train, words[1], java.util.Arrays.copyOfRange(words, 2, words.length));
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private static Cli.Run label(String queries, String map, String method, String... more) {
    String[] command = {"dataset", "label", "--queries", queries, "--map", map, "--method", method};
    return Cli.run(
        java.util.stream.Stream.of(command, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }
}
