package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractCommandTest {

  @TempDir Path folder;
  private String photos = "";
  private String out = "";

  @BeforeEach
  void paint() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      ImageIO.write(
          new BufferedImage(40 + i, 30, BufferedImage.TYPE_INT_RGB),
          "png",
          pictures.resolve(i + ".png").toFile());
    }
    Files.write(pictures.resolve("1.png"), new byte[] {1});
    photos = pictures.toString();
    out = folder.resolve("f.npy").toString();
  }

  @Test
  void shouldFailByNameAndGoOnWithoutBrokenPicturesWhenAsked() throws IOException {
    Cli.Run failed = Cli.run("extract", "--dataset", photos, "--out", out);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .contains("frame 1.png cannot be described: neither JPEG nor PNG", "--skip-broken")
        .doesNotContain("\tat ");

    Cli.Run run = Cli.run("extract", "--dataset", photos, "--out", out, "--skip-broken", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/dataset").asText()).isEqualTo("folder:" + photos);
    assertThat(json.at("/rows").asInt()).isEqualTo(2);
    assertThat(json.at("/resumed").asInt()).isEqualTo(1);
    assertThat(json.at("/skipped").asInt()).isEqualTo(1);
    assertThat(Files.readAllLines(Path.of(out + ".txt"))).containsExactly("0.png", "2.png");
    assertThat(Files.readAllLines(Path.of(out + ".skipped.txt")))
        .containsExactly("1.png\tneither JPEG nor PNG");
    assertThat(Path.of(out)).hasSize(128 + 2 * 128 * 4);
  }

  @Test
  void shouldFailWhenNoPictureRemainsAndKeepAFinishedArray() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.write(Path.of(photos, i + ".png"), new byte[] {1});
    }
    Cli.Run empty = Cli.run("extract", "--dataset", photos, "--out", out, "--skip-broken");
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.err()).contains("no frame can be described, first 0.png");

    Files.writeString(Path.of(out), "dear");
    Cli.Run finished = Cli.run("extract", "--dataset", photos, "--out", out, "--skip-broken");
    assertThat(finished.exitCode()).isEqualTo(1);
    assertThat(finished.err()).contains("is there already", "--restart");
    assertThat(Path.of(out)).hasContent("dear");
  }

  @Test
  void shouldRefuseAPlaceThatIsNotThere() {
    Cli.Run run = Cli.run("extract", "--dataset", photos, "--out", photos + "/no/f.npy");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no folder");
  }
}
