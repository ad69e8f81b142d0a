package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.npy.NpyWriter;

/** {@code waymark eval} of files: no map, no model, no broker. */
class EvalTest {

  @TempDir static Path world;
  private static String queries = "";
  private static String places = "";

  @TempDir Path directory;

  @BeforeAll
  static void drive() {
    SmallWorld.write(world.resolve("scene"));
    places = "7scenes:" + world.resolve("scene") + "?split=train&hz=10";
    queries = "7scenes:" + world.resolve("scene") + "?split=test&hz=10";
  }

  @BeforeEach
  void write() throws IOException {
    // Query 0 finds its place at once, query 1 second, query 2 has none.
    npy("distances.npy", new double[] {.1, .5, .9, .4, .3, .8, .2, .6, .7}, 3, 3);
    npy("truth.npy", new double[] {1, 0, 0, 1, 0, 0, 0, 0, 0}, 3, 3);
  }

  private void npy(String name, double[] values, Integer... shape) throws IOException {
    NpyWriter.write(file(name), NpyArray.of(values, shape));
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void shouldScoreDistancesByATruthFileInEachConvention() throws IOException {
    JsonNode all = json("--distances", "distances.npy", "--gt", "truth.npy", "--k", "1,2");
    assertThat(all.at("/recall/1").asDouble()).isEqualTo(1 / 3.0);
    assertThat(all.at("/recall/2").asDouble()).isEqualTo(2 / 3.0);
    assertThat(all.at("/recall_of_answerable/2").asDouble()).isEqualTo(1);
    assertThat(all.at("/map/2").asDouble()).isEqualTo(0.75);
    // The positives are the first and, sixth in all, ... the fourth of nine distances.
    assertThat(all.at("/ap").asDouble()).isEqualTo(0.5 + 0.5 * 2 / 4);
    assertThat(all.at("/queries").asInt()).isEqualTo(3);
    assertThat(all.at("/queries_with_positive").asInt()).isEqualTo(2);
    JsonNode some =
        json("--distances", "distances.npy", "--gt", "truth.npy", "--recall-over", "positive");
    assertThat(some.at("/recall/1").asDouble()).isEqualTo(0.5);
  }

  @Test
  void shouldGiveTheSameScoresThroughAFileOfPredictions() throws IOException {
    JsonNode scores =
        json("--distances", "distances.npy", "--gt", "truth.npy", "--write-predictions", "p.npy");
    JsonNode again = json("--predictions", "p.npy", "--gt", "truth.npy");
    for (String key : new String[] {"recall", "map", "queries", "queries_with_positive"}) {
      assertThat(again.get(key)).isEqualTo(scores.get(key));
    }
    assertThat(again.get("ap").isNull()).isTrue();
  }

  @Test
  void shouldScoreDescriptorsByPositionsAndWriteWhatBenchmarksTake() throws IOException {
    int frames = SmallWorld.FRAMES;
    float[] eye = new float[frames * frames];
    for (int i = 0; i < frames; i++) {
      eye[i * frames + i] = 1;
    }
    NpyWriter.write(file("d.npy"), NpyArray.of(eye, frames, frames));
    JsonNode scores =
        json(
            "--descriptors", "d.npy",
            "--map-descriptors", "d.npy",
            "--queries", queries,
            "--map-dataset", places,
            "--radius", "1000",
            "--write-predictions", "p.txt",
            "--write-poses", "poses.txt",
            "--report", "report.html");
    assertThat(scores.at("/recall/1").asDouble()).isEqualTo(1);
    assertThat(scores.at("/position_error_m/median").isNumber()).isTrue();
    assertThat(file("p.txt")).content().startsWith("seq-02/frame-000000 seq-01/frame-000000 ");
    assertThat(file("poses.txt")).content().startsWith("seq-02/frame-000000.jpg ");
    assertThat(file("report.html")).content().contains("Seen from above", "seq-02/frame-000000");
    JsonNode again =
        json(
            "--predictions",
            "p.txt",
            "--queries",
            queries,
            "--map-dataset",
            places,
            "--radius",
            "1000");
    assertThat(again.get("recall")).isEqualTo(scores.get("recall"));
    assertThat(again.at("/answered").asInt()).isEqualTo(frames);
  }

  @Test
  void shouldScoreASavedDriveByRecordingAndByTrajectory() throws IOException {
    Files.writeString(file("truth.tum"), "0 0 0 0 0 0 0 1\n1 1 0 0 0 0 0 1\n2 2 0 0 0 0 0 1\n");
    Files.writeString(
        file("drive.jsonl"),
        """
        {"sequence": 0, "stamp_ns": 1000000, "position": [0, 3, 4], "orientation": [0, 0, 0, 1], "confidence": 0.1}
        {"sequence": 1, "stamp_ns": 1000000000, "position": [1, 0, 0], "orientation": [0, 0, 0, 1], "confidence": 0.9}
        {"sequence": 2, "stamp_ns": 2000000000, "outcome": "REJECTED"}
        """);
    JsonNode scores =
        json(
            "--localizations", file("drive.jsonl").toString(),
            "--truth", "truth.tum",
            "--trajectory-out", "out.tum",
            "--save-localizations", "again.jsonl",
            "--report", "drive.html");
    assertThat(scores.at("/outcomes/REJECTED").asInt()).isEqualTo(1);
    assertThat(scores.at("/ate_m/max").asDouble()).isEqualTo(5);
    assertThat(scores.at("/pose_within/5~110").asDouble()).isEqualTo(2 / 3.0);
    assertThat(scores.at("/calibration_error").asDouble()).isBetween(0.0999, 0.1001);
    assertThat(file("drive.html")).content().contains("Outcomes", "Reliability of the confidence");
    assertThat(Files.readAllLines(file("again.jsonl"))).hasSize(3);
    JsonNode trajectory =
        json("--localizations", file("out.tum").toString(), "--truth", "truth.tum");
    assertThat(trajectory.at("/matched").asInt()).isEqualTo(2);
    assertThat(trajectory.get("ate_m")).isEqualTo(scores.get("ate_m"));
    JsonNode recording =
        json("--localizations", file("drive.jsonl").toString(), "--truth", queries);
    assertThat(recording.at("/outcomes/LOCALIZED").asInt()).isEqualTo(2);
    assertThat(recording.at("/ate_m/rmse").isNumber()).isTrue();
  }

  @Test
  void shouldAlignForTheAbsoluteErrorOnlyOnTheScreenAndOnThePage() throws IOException {
    Files.writeString(
        file("truth.tum"), "0 0 0 0 0 0 0 1\n1 1 0 0 0 0 0 1\n2 2 1 0 0 0 0 1\n3 2 2 1 0 0 0 1\n");
    // The same way, 3 m aside: nothing is left of it after an alignment.
    Files.writeString(
        file("odom.tum"), "0 0 0 3 0 0 0 1\n1 1 0 3 0 0 0 1\n2 2 1 3 0 0 0 1\n3 2 2 4 0 0 0 1\n");
    Files.writeString(
        file("odom.jsonl"),
        """
        {"sequence": 0, "stamp_ns": 0, "position": [0, 0, 3], "orientation": [0, 0, 0, 1]}
        {"sequence": 1, "stamp_ns": 1000000000, "position": [1, 0, 3], "orientation": [0, 0, 0, 1]}
        {"sequence": 1, "stamp_ns": 1000000000, "position": [9, 9, 9], "orientation": [0, 0, 0, 1]}
        {"sequence": 2, "stamp_ns": 2000000000, "position": [2, 1, 3], "orientation": [0, 0, 0, 1]}
        {"sequence": 3, "stamp_ns": 3000000000, "position": [2, 2, 4], "orientation": [0, 0, 0, 1]}
        """);
    for (String drive : new String[] {"odom.tum", "odom.jsonl"}) {
      JsonNode scores =
          json(
              "--localizations", drive,
              "--truth", "truth.tum",
              "--align", "se3",
              "--report", "page.html");
      assertThat(scores.at("/frames").asInt()).isEqualTo(4);
      assertThat(scores.at("/ate_m/rmse").asDouble()).isLessThan(1e-9);
      assertThat(scores.at("/position_error_m/median").asDouble()).isEqualTo(3);
      assertThat(scores.at("/pose_within/0.5~15").asDouble()).isZero();
      assertThat(scores.at("/pose_within/5~110").asDouble()).isEqualTo(1);
      assertThat(scores.has("robot")).isFalse();
      assertThat(file("page.html")).content().contains("3.00 m", "positions aligned");
    }
  }

  @Test
  void shouldRefuseOptionsThatWouldBePassedOver() throws IOException {
    Files.writeString(file("drive.jsonl"), "{\"sequence\": 0}\n");
    String[] matrix = {"--distances", "distances.npy", "--gt", "truth.npy"};
    String[] drive = {"--localizations", "drive.jsonl", "--truth", queries};
    refuses("--map-descriptors goes with --descriptors", matrix, "--map-descriptors", "truth.npy");
    refuses("--align goes with --localizations", matrix, "--align", "se3");
    refuses("--truth goes with --localizations", matrix, "--truth", queries);
    refuses("--robot goes with --localizations", matrix, "--robot", "r");
    refuses("--model goes with --map", matrix, "--model", "m");
    refuses("--poses-form goes with --write-poses", matrix, "--poses-form", "cmu");
    refuses("--gt goes with candidates", drive, "--gt", "truth.npy");
    refuses("--recall-over goes with candidates", drive, "--recall-over", "positive");
    refuses("--exclude goes with ranked places", drive, "--exclude", "month");
    refuses("--condition goes with ranked places", drive, "--condition", "city");
  }

  private void refuses(String message, String[] command, String... more) {
    Cli.Run run =
        Cli.run(command(Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new)));
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void shouldNotGuessWhatIsRightWhereNothingTells() throws IOException {
    Path flat = SmallWorld.file(world.resolve("scene"), 1, 0, "depth.png");
    assertThat(flat).exists();
    SmallWorld.copy(world.resolve("scene"), file("flat"));
    for (int drive = 1; drive <= 2; drive++) {
      for (int i = 0; i < SmallWorld.FRAMES; i++) {
        Files.delete(SmallWorld.file(file("flat"), drive, i, "depth.png"));
      }
    }
    String[] command = {
      "--distances",
      "five.npy",
      "--queries",
      queries.replace(world.resolve("scene").toString(), file("flat").toString()),
      "--map-dataset",
      places
    };
    npy("five.npy", new double[25], 5, 5);
    fails("give --radius M", command);
    fails("has no depth", with(command, "--positive", "0.9"));
    assertThat(json(with(command, "--radius", "2")).at("/right_place").asText())
        .isEqualTo("at most 2 m apart");
    fails("have a date", with(command, "--radius", "2", "--exclude", "month"));
    fails("no frame has the tag 'seasn'", with(command, "--radius", "2", "--condition", "seasn"));
  }

  private static String[] with(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void shouldLookAtOutputsBeforeAndPrintScoresFirst() {
    fails(
        "there is no folder",
        "--distances",
        "distances.npy",
        "--gt",
        "truth.npy",
        "--report",
        file("absent/page.html").toString());
    // Keys are numbers here, positions unknown: poses cannot be written, and the scores are there.
    Cli.Run run =
        Cli.run(
            command(
                "--distances", "distances.npy", "--gt", "truth.npy", "--write-poses", "poses.txt"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("\"recall\"");
  }

  @Test
  void shouldSayThatListsAreShort() throws IOException {
    json(
        "--distances",
        "distances.npy",
        "--gt",
        "truth.npy",
        "--k",
        "1",
        "--write-predictions",
        "p.npy");
    Cli.Run run = Cli.run(command("--predictions", "p.npy", "--gt", "truth.npy", "--k", "1,3"));
    assertThat(run.err()).contains("no list has more than 1 places");
  }

  @Test
  void shouldSayInItsOwnWordsThatALineIsNoLocalization() throws IOException {
    Files.writeString(file("nan.jsonl"), "{\"sequence\": 0, \"confidence\": NaN}\n");
    fails(
        "nan.jsonl:1: no localization: the line is no JSON object of finite numbers",
        "--localizations",
        "nan.jsonl",
        "--truth",
        queries);
  }

  @Test
  void shouldSayWhatDoesNotBelongTogether() throws IOException {
    npy("wide.npy", new double[12], 3, 4);
    npy("nan.npy", new double[] {0, 1, 2, 3, Double.NaN, 5, 6, 7, 8}, 3, 3);
    npy("flat.npy", new double[3], 3);
    npy("none.npy", new double[0], 0, 3);
    npy("seven.npy", new double[] {7, 0, 0, 0, 0, 0, 0, 0, 0}, 3, 3);
    Files.writeString(file("unknown.txt"), "seq-02/frame-000000 seq-01/frame-000000 nowhere\n");
    Files.writeString(file("empty.txt"), "");
    fails(
        "truth.npy is 3 x 3, but there are 3 queries",
        "--distances",
        "wide.npy",
        "--gt",
        "truth.npy");
    fails("row 1, column 1 (from 0) is NaN", "--distances", "nan.npy", "--gt", "truth.npy");
    fails("flat.npy", "--distances", "flat.npy", "--gt", "truth.npy");
    fails("none.npy", "--distances", "none.npy", "--gt", "truth.npy");
    fails("row 0, column 0 (from 0) is 7.0", "--distances", "distances.npy", "--gt", "seven.npy");
    fails("name them with --queries", "--distances", "distances.npy");
    fails(
        "has 5 frames", "--distances", "distances.npy", "--queries", queries, "--gt", "truth.npy");
    fails("give --queries", "--predictions", "unknown.txt", "--gt", "truth.npy");
    fails(
        "unknown.txt:1: query seq-02/frame-000000: there is no place nowhere",
        "--predictions",
        "unknown.txt",
        "--queries",
        queries,
        "--map-dataset",
        places);
    fails(
        "empty.txt holds no prediction",
        "--predictions",
        "empty.txt",
        "--queries",
        queries,
        "--map-dataset",
        places);
    fails(
        "have 3 numbers, those in",
        "--descriptors",
        "distances.npy",
        "--map-descriptors",
        "wide.npy",
        "--gt",
        "truth.npy");
    fails("absent.tum", "--localizations", "absent.tum", "--truth", queries);
  }

  private void fails(String message, String... args) {
    Cli.Run run = Cli.run(command(args));
    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).contains(message).doesNotContain("Exception", "\tat ");
  }

  private JsonNode json(String... args) throws IOException {
    Cli.Run run = Cli.run(command(args));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  /** Names of files are in the test's folder. */
  private String[] command(String... args) {
    String[] command = new String[args.length + 2];
    command[0] = "eval";
    command[1] = "--json";
    for (int i = 0; i < args.length; i++) {
      command[i + 2] = args[i].matches("[a-z]+\\.[a-z0-9]+") ? file(args[i]).toString() : args[i];
    }
    return command;
  }
}
