package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;

class DemoTest {

  private static final int FRAMES = 3;

  @TempDir Path directory;

  @Test
  void shouldLocalizeTheSimulatedDriveTheSameWayTwice() throws IOException {
    JsonNode first = demo("--frames", Integer.toString(FRAMES), "--seed", "3");
    JsonNode second = demo("--frames", Integer.toString(FRAMES), "--seed", "3");
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly(
            "dataset",
            "seed",
            "rate",
            "model",
            "map",
            "frames_in",
            "outcomes",
            "recall",
            "queries",
            "queries_with_positive",
            "position_error_m",
            "rotation_error_deg",
            "latency_ms",
            "frames_per_second",
            "seconds_to_first_pose");
    assertThat(first.at("/dataset").asText()).isEqualTo("simulated:office");
    assertThat(first.at("/model/id").asText()).hasSize(64);
    assertThat(first.at("/map/places").asInt()).isEqualTo(FRAMES);
    assertThat(first.at("/frames_in").asInt()).isEqualTo(FRAMES);
    assertThat(outcomes(first)).isEqualTo(FRAMES);
    for (String number :
        List.of(
            "/recall/1",
            "/recall/5",
            "/recall/10",
            "/latency_ms/p50",
            "/latency_ms/p99",
            "/frames_per_second",
            "/seconds_to_first_pose")) {
      assertThat(first.at(number).isNumber()).as(number).isTrue();
    }
    for (String key :
        List.of("map", "outcomes", "recall", "position_error_m", "rotation_error_deg")) {
      assertThat(second.get(key)).as(key).isEqualTo(first.get(key));
    }
    assertThat(first.at("/position_error_m/median").isNumber()).isTrue();
  }

  @Test
  void shouldRejectBrokenPicturesAndGoOn() throws IOException {
    SmallWorld.write(directory);
    Files.write(SmallWorld.file(directory, 2, 1, "color.jpg"), new byte[0]);
    Files.writeString(SmallWorld.file(directory, 2, 3, "color.jpg"), "no picture");
    Files.writeString(SmallWorld.file(directory, 1, 4, "color.jpg"), "no picture");
    JsonNode report = demo("--dataset", "7scenes:" + directory, "--skip-broken");
    assertThat(report.at("/frames_in").asInt()).isEqualTo(SmallWorld.FRAMES);
    assertThat(outcomes(report)).isEqualTo(SmallWorld.FRAMES);
    assertThat(report.at("/outcomes/REJECTED").asInt()).isEqualTo(2);
    assertThat(report.at("/queries").asInt()).isEqualTo(SmallWorld.FRAMES - 2);
    assertThat(report.at("/map/places").asInt()).isEqualTo(SmallWorld.FRAMES - 1);
    assertThat(report.at("/recall/10").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void shouldEndAtOnceAndLeaveNothingWhenStopped() throws Exception {
    List<Path> before = temporary();
    CountDownLatch rendering = new CountDownLatch(1);
    CompletableFuture<Demo> made = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread runner = Thread.ofPlatform().start(() -> run(made, rendering, ended));
    Demo demo = made.get(30, TimeUnit.SECONDS);
    assertThat(rendering.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary()).hasSizeGreaterThan(before.size());
    demo.stop(Duration.ofSeconds(30));
    assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(RuntimeException.class);
    assertThat(demo.stopped()).isTrue();
    runner.join();
    assertThat(temporary()).isSubsetOf(before);
  }

  /** A demo of endless rendering, until it is stopped. */
  private static void run(
      CompletableFuture<Demo> made, CountDownLatch rendering, CompletableFuture<Throwable> ended) {
    ProgressReporter reporter =
        (task, total) ->
            new Progress() {
              @Override
              public void advance(long items) {
                rendering.countDown();
              }

              @Override
              public void close() {}
            };
    Demo.Settings settings =
        new Demo.Settings(
            Optional.empty(),
            ModelBundle.untrained(0),
            ExtractorOptions.cpu(1),
            0,
            0,
            100_000,
            false,
            0);
    try (PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Demo demo = new Demo(settings, new DemoPrinter(nowhere, false), reporter)) {
      made.complete(demo);
      demo.run();
      ended.complete(new AssertionError("it rendered all frames"));
    } catch (RuntimeException e) {
      ended.complete(e);
    }
  }

  private static int outcomes(JsonNode report) {
    int sum = 0;
    for (JsonNode count : report.get("outcomes")) {
      sum += count.asInt();
    }
    return sum;
  }

  private static JsonNode demo(String... args) throws IOException {
    List<Path> before = temporary();
    Cli.Run run =
        Cli.run(
            Stream.concat(Stream.of("demo", "--rate", "0", "--exit", "--json"), Stream.of(args))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(temporary()).isSubsetOf(before);
    return new ObjectMapper().readTree(run.out());
  }

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return entries.filter(p -> p.getFileName().toString().startsWith("waymark-demo-")).toList();
    }
  }
}
