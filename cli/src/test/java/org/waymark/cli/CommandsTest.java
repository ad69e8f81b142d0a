package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.Topics;

/** The commands that follow each other on a map, and the four processes around a broker. */
class CommandsTest {

  @TempDir static Path directory;
  private static String train = "";
  private static String test = "";
  private static String map = "";

  @BeforeAll
  static void buildAMap() throws IOException {
    SmallWorld.write(directory.resolve("scene"));
    train = "7scenes:" + directory.resolve("scene") + "?split=train&hz=10";
    test = "7scenes:" + directory.resolve("scene") + "?split=test&hz=10";
    map = directory.resolve("maps/office").toString();
    JsonNode built =
        json("index", "build", "--dataset", train, "--out", map, "--keep-all", "--json");
    assertThat(built.at("/places").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(built.at("/version").asText()).isEqualTo("1");
  }

  @Test
  void shouldShowTheMapAsItWasBuilt() throws IOException {
    JsonNode info = json("index", "info", map, "--json");
    assertThat(info.at("/name").asText()).isEqualTo("office");
    assertThat(info.at("/frameId").asText()).isEqualTo("map");
    assertThat(Cli.run("index", "info", map).out()).contains("office/1", train);
  }

  @Test
  void shouldFindAPictureOfTheMapFirst() throws IOException {
    Path picture = SmallWorld.file(directory.resolve("scene"), 1, 2, "color.jpg");
    JsonNode found = json("index", "query", "--map", map, picture.toString(), "-k", "3", "--json");
    assertThat(found.at("/places")).hasSize(3);
    assertThat(found.at("/places/0/place").asText()).isEqualTo("seq-01/frame-000002");
    assertThat(found.at("/places/0/distance").asDouble()).isLessThan(1e-3);
  }

  @Test
  void shouldScoreTheMapInJsonAndAsATable() throws IOException {
    JsonNode scores = json("eval", "--map", map, "--queries", test, "--k", "1,3", "--json");
    assertThat(scores.at("/queries").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(scores.at("/recall/1").isNumber()).isTrue();
    assertThat(scores.at("/recall/3").isNumber()).isTrue();
    assertThat(scores.at("/map/3").isNumber()).isTrue();
    assertThat(scores.has("ap")).isTrue();
    Cli.Run table = Cli.run("eval", "--map", map, "--queries", test);
    assertThat(table.out().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).matches("map +office/1"));
    assertThat(table.out()).contains("recall@10", "mAP@10").doesNotContain("_");
  }

  @Test
  void shouldTakeARecordingThroughFourCommands() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("broker"), EmbeddedBroker.ANY_PORT)) {
      String kafka = broker.bootstrapServers();
      Cli.Run created = Cli.run("topics", "create", "--bootstrap-servers", kafka);
      assertThat(created.exitCode()).as(created.err()).isZero();
      assertThat(created.out()).contains("created waymark.frames");
      assertThat(Cli.run("topics", "check", "--bootstrap-servers", kafka).exitCode()).isZero();
      Thread localizing =
          Thread.ofPlatform()
              .start(
                  () ->
                      Main.run(
                          "localize",
                          "--map=" + map,
                          "--mode=replay",
                          "--state=" + directory.resolve("state"),
                          "--bootstrap-servers=" + kafka));
      try {
        JsonNode sent =
            json("replay", test, "--robot", "rück 1", "--bootstrap-servers", kafka, "--json");
        assertThat(sent.at("/frames").asInt()).isEqualTo(SmallWorld.FRAMES);
        awaitOutcomes(kafka);
      } finally {
        localizing.interrupt();
        localizing.join();
      }
      JsonNode scores =
          json(
              "eval",
              "--localizations=" + Topics.LOCALIZATIONS,
              "--truth=" + test,
              "--map=" + map,
              "--robot=rück 1",
              "--bootstrap-servers=" + kafka,
              "--json");
      assertThat(scores.at("/frames").asInt()).isEqualTo(SmallWorld.FRAMES);
      assertThat(scores.at("/queries").asInt()).isEqualTo(SmallWorld.FRAMES);
      assertThat(scores.at("/recall/10").isNumber()).isTrue();
      Cli.Run nobody =
          Cli.run(
              "eval",
              "--localizations=" + Topics.LOCALIZATIONS,
              "--truth=" + test,
              "--robot=r9",
              "--bootstrap-servers=" + kafka);
      assertThat(nobody.exitCode()).isEqualTo(1);
      assertThat(nobody.err()).contains("no outcomes of robot r9");
      Cli.Run absent =
          Cli.run(
              "eval", "--localizations=absent", "--truth=" + test, "--bootstrap-servers=" + kafka);
      assertThat(absent.exitCode()).isEqualTo(1);
      assertThat(absent.err()).contains("has no topic absent");
    }
  }

  private static void awaitOutcomes(String kafka) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    int outcomes = 0;
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(KafkaSettings.of(kafka), Topics.LOCALIZATIONS)) {
      while (outcomes < SmallWorld.FRAMES && System.nanoTime() < deadline) {
        outcomes += reader.poll(Duration.ofMillis(100)).size();
      }
    }
    assertThat(outcomes).isEqualTo(SmallWorld.FRAMES);
  }

  private static JsonNode json(String... args) throws IOException {
    Cli.Run run = Cli.run(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
