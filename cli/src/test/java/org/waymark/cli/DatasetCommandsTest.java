package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dataset info} and {@code dataset convert} as a user runs them. */
class DatasetCommandsTest {

  @TempDir Path root;

  @Test
  void shouldReportAWholeDataSet() throws IOException {
    SmallWorld.write(root);
    JsonNode info =
        new ObjectMapper().readTree(Cli.run("dataset", "info", "7scenes:" + root, "--json").out());
    assertThat(info.at("/frames").asInt()).isEqualTo(2 * SmallWorld.FRAMES);
    assertThat(info.at("/poses").asInt()).isEqualTo(2 * SmallWorld.FRAMES);
    assertThat(info.at("/depth").asInt()).isEqualTo(2 * SmallWorld.FRAMES);
    assertThat(info.at("/sequences/seq-01").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(info.at("/extent_m")).hasSize(3);
    assertThat(info.at("/problem_count").asInt()).isZero();
    Cli.Run text = Cli.run("dataset", "info", "7scenes:" + root, "--read");
    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .contains("160 x 120", "seq-02", "to the right")
        .contains("which follows from hz: no times are recorded");
    assertThat(info.at("/stamped").asInt()).isZero();
  }

  @Test
  void shouldListSomeOfWhatIsWrongAndEndWithOne() throws IOException {
    Files.write(
        root.resolve("frames.csv"),
        List.of("path,east,north", "a.png,1,2", "b.png,x,2", "c.png,y,2", "d.png,3,4"));
    Cli.Run run = Cli.run("dataset", "info", "waymark:" + root, "--problems", "1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("problem: ", "frames.csv:3: 'x' is no finite number")
        .contains("2 problems in all, 1 not listed")
        .contains("missing: ", "2 missing pictures in all, 1 not listed")
        .doesNotContain("frames.csv:4");
    Cli.Run strict =
        Cli.run("dataset", "convert", "waymark:" + root, "--to", "json", "--out", root + "/x.json");
    assertThat(strict.exitCode()).isEqualTo(1);
    assertThat(strict.err()).contains("has 2 malformed lines", "frames.csv:3");
    Files.write(root.resolve("frames.csv"), List.of("path,east,north", "a.png,1,2", "b.png,x,2"));
    assertThat(
            Cli.run("dataset", "convert", "waymark:" + root, "--to", "json", "--out", root + "/x")
                .err())
        .contains("has a malformed line");
    assertThat(root.resolve("x.json")).doesNotExist();
  }

  @Test
  void shouldConvertToEachForm() throws IOException {
    SmallWorld.write(root.resolve("office"));
    String spec = "7scenes:" + root.resolve("office") + "?split=train";
    Path json = root.resolve("new/train.json");
    assertThat(convert(spec, "json", json)).contains("Wrote 5 frames");
    JsonNode index = new ObjectMapper().readTree(json.toFile());
    assertThat(index.at("/im_prefix").asText()).isEqualTo(root.toString());
    assertThat(index.at("/im_paths/0").asText()).startsWith("office/seq-01/frame-000000.color.");
    assertThat(index.at("/poses/4")).hasSize(7);
    assertThat(convert(spec, "waymark", root)).contains("frames.csv");
    assertThat(Cli.run("dataset", "info", "waymark:" + root, "--read").exitCode()).isZero();
    assertThat(convert(spec, "TUM", root.resolve("truth.txt"))).contains("Wrote 5 frames");
    assertThat(Files.readAllLines(root.resolve("truth.txt"))).hasSize(6);
    Cli.Run again = Cli.run("dataset", "convert", spec, "--to", "json", "--out", json.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("train.json exists");
    try (var files = Files.list(root)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".partial"));
    }
  }

  @Test
  void shouldSayWhatCannotBeDone() throws IOException {
    Files.writeString(root.resolve("frames.csv"), "path\na.png\n");
    Cli.Run run =
        Cli.run("dataset", "convert", "waymark:" + root, "--to", "tum", "--out", root + "/x.txt");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has no poses");
    Path file = Files.writeString(root.resolve("file"), "not a folder");
    run = Cli.run("dataset", "convert", "waymark:" + root, "--to", "json", "--out", file + "/f/x");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be written").doesNotContain("removed", "\tat ");
    assertThat(Cli.run("dataset", "convert", "waymark:x", "--to", "xml", "--out", "y").exitCode())
        .isEqualTo(2);
    assertThat(Cli.run("dataset", "info", "waymark:x", "--problems", "-1").exitCode()).isEqualTo(2);
    assertThat(Cli.run("dataset", "info", "nosuch:x").err()).contains("unknown kind", "msls");
  }

  @Test
  void shouldListEveryKindWithItsKeys() {
    assertThat(Cli.run("dataset", "kinds").out())
        .contains("tokyo247:", "robotcar:", "?camera&condition&split", "7scenes:");
  }

  private static String convert(String spec, String form, Path out) {
    Cli.Run run = Cli.run("dataset", "convert", spec, "--to", form, "--out", out.toString());
    assertThat(run.err()).doesNotContain("waymark:");
    assertThat(run.exitCode()).isZero();
    return run.out();
  }
}
