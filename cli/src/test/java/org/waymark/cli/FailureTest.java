package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One clear message and the right exit code for what people get wrong. */
class FailureTest {

  @TempDir static Path shared;
  @TempDir Path directory;

  @BeforeAll
  static void render() {
    SmallWorld.write(shared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          dmeo                                                | 2 | dmeo
          demo --datset x                                     | 2 | Possible solutions: --dataset
          index bild                                          | 2 | index build
          demo --rate -1                                      | 2 | --rate is a speed
          demo --rate abc                                     | 2 | 'abc' is not a number
          demo --rate NaN                                     | 2 | --rate is a speed
          demo --frames 0                                     | 2 | --frames is a count
          demo --port 70000                                   | 2 | --port is a port
          demo --threads 0                                    | 2 | --threads is a count
          demo --device tpu                                   | 2 | --device is auto
          demo --dataset nonsense                             | 1 | 'nonsense' names no data set
          demo --dataset 7scenes:/nowhere                     | 1 | there is no folder /nowhere
          demo --dataset folder:/nowhere                      | 1 | no train and test split
          demo --model /nowhere                               | 1 | /nowhere holds no model
          replay /nowhere.bag --robot r                       | 1 | no recording lies there
          bridge ros1 --robot r                               | 2 | --image TOPIC
          bridge ros1 --config x.yaml --odometry odom         | 2 | --config x.yaml says it all
          broker --port 99999                                 | 2 | --port is a port
          broker --partitions 0                               | 2 | --partitions is a count
          broker --data /dev/null/x --port 0                  | 1 | /dev/null/x
          dataset synth --out x --frames 0                    | 2 | --frames is a count
          train --out x                                       | 2 | --dataset
          train --dataset folder:/x --out x                   | 2 | needs a --labels
          train --dataset folder:/x --labels /no.h5 --out x   | 1 | no label file /no.h5
          train --resume --out /nowhere                       | 1 | holds no training run
          train --resume --loss cl --out x                    | 2 | --loss is of a run that begins
          dataset synth --out x --world castle                | 1 | castle
          eval --map /nowhere                                 | 2 | --queries
          eval --map m --queries q --k 0                      | 2 | --k takes ranks
          eval --map m --queries q --positive 1               | 2 | --positive is an overlap
          extract --dataset folder:/nowhere --out x.npy       | 1 | there is no folder /nowhere
          index info /nowhere                                 | 1 | there is no map /nowhere
          index query --map /nowhere -k 0 x.jpg               | 2 | -k is a count
          index build --dataset 7scenes:/nowhere --out x      | 1 | there is no folder /nowhere
          index build --dataset a:/b --out x --keep-all --keyframe-angle 5 | 2 | --keep-all takes every frame
          index build --dataset a:/b --out x --keyframe-change 0 | 2 | --keyframe-change is above 0
          index build --dataset a:/b --out x --recall 99      | 2 | --recall is a share
          index build --dataset a:/b --out x --search fast    | 2 | --search is auto
          index build --dataset a:/b --out x --utm-zone 33    | 2 | --utm-zone is a zone
          index build --dataset a:/b --out x --thumbnails 1   | 2 | --thumbnails is a width
          index merge /nowhere --out x                        | 2 | MAP
          index merge /nowhere /nowhere --out x               | 1 | there is no map /nowhere
          localize --map /nowhere                             | 1 | there is no map /nowhere
          localize --map /nowhere --stale-after 0             | 2 | --stale-after is an age
          localize --map /nowhere --stream-threads 0          | 2 | --stream-threads is a count
          localize --map /nowhere --application-id a/b        | 2 | --application-id is a name
          localize --map /nowhere --state /dev/null/x         | 1 | /dev/null/x
          localize --map /nowhere --mode fast                 | 2 | 'fast'
          localize --map /nowhere --standby -1                | 2 | --standby is a count
          localize --map /nowhere --device-timeout 0          | 2 | --device-timeout is a time
          localize --map /nowhere --http-port 70000           | 2 | --http-port is a port
          localize --map /nowhere --http-port 0 --http-host 0.0.0.0 | 2 | --advertise
          localize --map /nowhere --advertise a:1             | 2 | --http-port
          localize --map /nowhere --http-port 0 --advertise a/b | 2 | --advertise is HOST
          localize --map /nowhere --http-port 0 --http-host no.such.host.invalid | 1 | cannot listen on no.such.host
          localize --map /nowhere --log-format xml            | 2 | 'xml'
          replay folder:/nowhere                              | 2 | --robot=NAME
          replay folder:/nowhere --robot r1                   | 1 | there is no folder /nowhere
          replay folder:/nowhere --robot r1 --rate -1         | 2 | --rate is a speed
          replay folder:/nowhere --robot r1 --rate Infinity   | 2 | --rate is a speed
          topics create --partitions 0                        | 2 | --partitions is a count
          topics check --kafka nonsense                       | 1 | 'nonsense' is no key=value
          topics check --kafka-config /nowhere                | 1 | /nowhere
          topics check --bootstrap-servers nonsense           | 1 | nonsense
          """)
  void shouldSayWhatIsWrong(String command, int exitCode, String words) {
    Cli.Run run = Cli.run(command.strip().split(" "));
    assertThat(run.err()).contains(words).doesNotContain("\tat ", "unexpected failure");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldRefuseANameThatIsNone() {
    String data = "7scenes:" + shared;
    for (String name : new String[] {"", "  ", "x".repeat(300), "a\nb"}) {
      Cli.Run run = Cli.run("replay", data, "--robot", name);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--robot is a name");
    }
  }

  @Test
  void shouldNeverRepeatASecret() {
    Cli.Run run = Cli.run("topics", "check", "--kafka", "sasl.jaas.config=hunter2");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("--kafka-config FILE").doesNotContain("hunter2");
  }

  @Test
  void shouldRefuseATakenPortBeforeLongWork() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Cli.Run demo = Cli.run("demo", "--frames", "100000", "--port", port);
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(demo.err()).contains("port " + port, "in use");
      Cli.Run broker =
          Cli.run("broker", "--data", directory.resolve("b").toString(), "--port", port);
      assertThat(broker.exitCode()).isEqualTo(1);
      assertThat(broker.err()).contains("port " + port, "in use");
    }
  }

  @Test
  void shouldNameTheFrameThatKeepsAMapFromBeingBuilt() throws IOException {
    Path scene = directory.resolve("scene");
    SmallWorld.copy(shared, scene);
    Path picture = SmallWorld.file(scene, 1, 3, "color.jpg");
    byte[] whole = Files.readAllBytes(picture);
    Path out = directory.resolve("map");
    for (byte[] broken :
        new byte[][] {{}, "text".getBytes(java.nio.charset.StandardCharsets.UTF_8), cut(whole)}) {
      Files.write(picture, broken);
      Cli.Run run = build(scene, out);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("seq-01/frame-000003", "--skip-broken");
      assertThat(out.resolve("current")).doesNotExist();
    }
    Cli.Run skipping = build(scene, out, "--skip-broken");
    assertThat(skipping.exitCode()).isZero();
    assertThat(skipping.out()).contains("1  with broken pictures left out");
  }

  private static byte[] cut(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, bytes.length / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "hello world, 'hello'",
    "1 0 0 0 0 2 0 0 0 0 1 0 0 0 0 1, no rotation",
    "1 2, 2 numbers"
  })
  void shouldNameThePoseFileThatIsWrong(String text, String words) throws IOException {
    Path scene = directory.resolve("scene");
    SmallWorld.copy(shared, scene);
    Path pose = Files.writeString(SmallWorld.file(scene, 1, 2, "pose.txt"), text);
    Cli.Run run = build(scene, directory.resolve("map"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(pose.toString(), words).doesNotContain("\tat ");
  }

  private static Cli.Run build(Path scene, Path out, String... more) {
    String[] args = {
      "index", "build", "--dataset", "7scenes:" + scene + "?split=train", "--out", out.toString()
    };
    return Cli.run(
        java.util.stream.Stream.concat(java.util.Arrays.stream(args), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void shouldRefuseARecordingWithoutDepthBeforeTheDrive() throws IOException {
    Path scene = directory.resolve("scene");
    SmallWorld.copy(shared, scene);
    Files.delete(SmallWorld.file(scene, 2, 0, "depth.png"));
    Cli.Run run = Cli.run("demo", "--exit", "--dataset", "7scenes:" + scene);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("seq-02/frame-000000 has no depth map");
    assertThat(run.out()).isEmpty();
  }
}
