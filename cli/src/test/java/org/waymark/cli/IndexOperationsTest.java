package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with maps once they are built. */
class IndexOperationsTest {

  @TempDir static Path directory;
  private static Path map = Path.of("");
  private static Path picture = Path.of("");

  @BeforeAll
  static void buildTwoVersions() throws IOException {
    SmallWorld.write(directory.resolve("scene"));
    picture = SmallWorld.file(directory.resolve("scene"), 1, 2, "color.jpg");
    map = directory.resolve("maps/office");
    String train = "7scenes:" + directory.resolve("scene") + "?split=train&hz=10";
    for (int i = 1; i <= 2; i++) {
      json("index", "build", "--dataset", train, "--keep-all", "--out", map.toString());
    }
  }

  @Test
  void shouldVerifyAllVersionsAndNameADamagedFile() throws IOException {
    JsonNode sound = json("index", "verify", map.toString(), "--all");
    assertThat(sound.at("/sound").asBoolean()).isTrue();
    assertThat(sound.at("/versions")).hasSize(2);
    assertThat(sound.at("/versions/0/recall/recallAt1").asDouble()).isEqualTo(1);
    assertThat(Cli.run("index", "verify", map.toString()).out()).contains("office/2 is sound");
    Path copy = directory.resolve("copy/office");
    SmallWorld.copy(map, copy);
    Path file = copy.resolve("1/lucene/segments_1");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Cli.Run damaged = Cli.run("index", "verify", copy.toString(), "--map-version", "1");
    assertThat(damaged.exitCode()).isEqualTo(1);
    assertThat(damaged.out()).contains("office/1 is damaged", file.toString());
    Cli.Run json = Cli.run("index", "verify", copy.toString(), "--all", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(json.out());
    assertThat(report.at("/versions/0/problems/0").asText()).contains("segments_1");
    assertThat(report.at("/versions/1/sound").asBoolean()).isTrue();
    Cli.Run rollback = Cli.run("index", "rollback", copy.toString());
    assertThat(rollback.exitCode()).isEqualTo(1);
    assertThat(rollback.err()).contains("segments_1");
    assertThat(copy.resolve("current")).hasContent("2\n");
  }

  @Test
  void shouldShowVersionsSessionsAndWhereThePlacesLie() throws IOException {
    JsonNode info = json("index", "info", map.toString());
    assertThat(info.at("/versions")).hasSize(2);
    assertThat(info.at("/bytes").asLong()).isPositive();
    assertThat(Cli.run("index", "info", map.toString(), "--map-version", "1").out())
        .contains("office/1", "seq-01", "to the right", "in use");
  }

  @Test
  void shouldRollBackAndForthAndPrune() throws IOException {
    Path copy = directory.resolve("pruned/office");
    SmallWorld.copy(map, copy);
    JsonNode planned = json("index", "rollback", copy.toString(), "--dry-run");
    assertThat(planned.at("/to").asText()).isEqualTo("1");
    assertThat(copy.resolve("current")).hasContent("2\n");
    assertThat(Cli.run("index", "rollback", copy.toString()).out())
        .contains("went from version 2 to 1");
    Cli.Run again = Cli.run("index", "rollback", copy.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("no version before 1");
    json("index", "rollback", copy.toString(), "--to", "2");
    assertThat(json("index", "prune", copy.toString(), "--keep", "1", "--dry-run").at("/removed/0"))
        .hasToString("\"1\"");
    assertThat(copy.resolve("1")).exists();
    assertThat(Cli.run("index", "prune", copy.toString(), "--keep", "1").out())
        .contains("Removed version 1,");
    assertThat(copy.resolve("1")).doesNotExist();
    assertThat(Cli.run("index", "prune", copy.toString(), "--keep", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldMergeAndCompareForPrograms() throws IOException {
    Path copy = directory.resolve("merged/again");
    SmallWorld.copy(map, copy);
    JsonNode merged =
        json(
            "index",
            "merge",
            map.toString(),
            copy.toString(),
            "--out",
            directory.resolve("merged/both").toString());
    assertThat(merged.at("/places").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(merged.at("/duplicates").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(merged.at("/disagreements/0/alike").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(merged.at("/disagreements/0/worst").isNull()).isTrue();
  }

  @Test
  void shouldSayWhatWouldBeAnnounced() throws IOException {
    JsonNode announced =
        json(
            "index",
            "publish",
            "--map=" + map,
            "--map-version=1",
            "--base-uri=https://maps.example/office",
            "--dry-run");
    assertThat(announced.at("/uri").asText()).isEqualTo("https://maps.example/office/1");
    assertThat(announced.at("/manifest_sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(announced.at("/places").asInt()).isEqualTo(SmallWorld.FRAMES);
    Cli.Run here = Cli.run("index", "publish", "--map=" + map, "--dry-run");
    assertThat(here.out()).contains("would be announced", "file:///", "/office/2");
    assertThat(Cli.run("index", "publish", "--map=" + map, "--map-version=9", "--dry-run").err())
        .contains("no version '9'", "1, 2");
  }

  @Test
  void shouldDrawTheQueryBesideWhatWasFound() throws IOException {
    Path sheet = directory.resolve("found.png");
    JsonNode found =
        json("index", "query", "--map=" + map, picture.toString(), "-k=4", "--out=" + sheet);
    assertThat(found.at("/version").asText()).isEqualTo("2");
    BufferedImage image = ImageIO.read(sheet.toFile());
    assertThat(image.getWidth()).isGreaterThan(900);
    // The query's picture and the place it is of, side by side, have the same pixels.
    int same = 0;
    for (int x = 20; x < 320; x += 10) {
      same += image.getRGB(x, 130) == image.getRGB(x + 332, 130) ? 1 : 0;
    }
    assertThat(same).isGreaterThan(25);
  }

  @Test
  void shouldFilterWhatIsFound() throws IOException {
    List<String> query = List.of("index", "query", "--map=" + map, picture.toString(), "-k=9");
    JsonNode all = json(with(query));
    assertThat(all.at("/places")).hasSize(SmallWorld.FRAMES);
    JsonNode best = all.at("/places/0/position");
    String near = "%s,%s,0.01".formatted(best.get(0).asDouble(), best.get(1).asDouble());
    assertThat(json(with(query, "--near=" + near, "--session=seq-01")).at("/places")).hasSize(1);
    assertThat(Cli.run(with(query, "--near=1000,1000,1")).out()).contains("No place passes");
    for (String wrong :
        List.of("--near=1,2", "--near=1,2,x", "--tag=x", "--heading=a", "--out=a.jpg")) {
      assertThat(Cli.run(with(query, wrong)).exitCode()).as(wrong).isEqualTo(2);
    }
    Cli.Run unknown = Cli.run(with(query, "--session=seq-77"));
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("seq-77");
  }

  @Test
  void shouldAlignToSurveyedPoints() throws IOException {
    Path copy = directory.resolve("aligned/office");
    SmallWorld.copy(map, copy);
    JsonNode places =
        json("index", "query", "--map=" + map, picture.toString(), "-k=9").at("/places");
    StringBuilder csv = new StringBuilder("place,x,y,z\n");
    for (JsonNode place : places) {
      JsonNode p = place.at("/position");
      csv.append(
          "%s,%s,%s,%s%n"
              .formatted(
                  place.at("/place").asText(),
                  p.get(0).asDouble() + 100,
                  p.get(1).asDouble(),
                  p.get(2).asDouble()));
    }
    Path points = Files.writeString(directory.resolve("points.csv"), csv);
    Cli.Run run =
        Cli.run(
            "index",
            "align",
            copy.toString(),
            "--points=" + points,
            "--frame=site",
            "--within=0.001");
    // Five frames of a drive may lie on a line; then it is refused, and says so.
    if (run.exitCode() == 0) {
      assertThat(run.out()).contains("office/3", "'site'");
      assertThat(json("index", "info", copy.toString()).at("/frameId").asText()).isEqualTo("site");
    } else {
      assertThat(run.err()).contains("on a line");
      assertThat(copy.resolve("current")).hasContent("2\n");
    }
    assertThat(Cli.run("index", "align", copy.toString()).exitCode()).isEqualTo(2);
  }

  private static String[] with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  private static JsonNode json(String... args) throws IOException {
    Cli.Run run = Cli.run(with(List.of(args), "--json"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
