package org.waymark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.bridge.live.RobotSide;
import org.waymark.bridge.message.Ros1Writer;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.recording.bag.BagBuilder;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.core.record.RecordCodec;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

class BridgeMainTest {

  @TempDir Path directory;

  @Test
  void shouldReplayARecordingIntoKafka() throws Exception {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(photos.resolve(i + ".jpg"), "picture");
    }
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      int exitCode =
          BridgeMain.run(
              "replay",
              "folder:" + photos,
              "--robot=r1",
              "--bootstrap-servers=" + broker.bootstrapServers());
      assertThat(exitCode).isZero();
      assertThat(frames(broker.bootstrapServers(), 3))
          .hasSize(3)
          .allMatch(record -> record.key().equals("r1"));
    }
  }

  /** Pictures of two topics, 0.1 s apart over 2 s. */
  private Path drive() throws IOException {
    BagBuilder bag = new BagBuilder(Compression.LZ4, 500);
    for (int i = 0; i < 20; i++) {
      for (String topic : List.of("/front/image", "/rear/image")) {
        long stamp = 1_600_000_000_000_000_000L + i * 100_000_000L;
        bag.message(
            topic,
            Image.TYPE.name(),
            stamp,
            Ros1Writer.toBytes(Image.TYPE, RobotSide.image(stamp, 4, 3, (byte) i)));
      }
    }
    return bag.write(directory.resolve("drive.bag"));
  }

  @Test
  void shouldReplayTheTopicsAndThePartThatAreAskedFor() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      assertThat(
              BridgeMain.run(
                  "replay",
                  drive().toString(),
                  "--robot=r1",
                  "--topics=/rear/image",
                  "--start=0.5",
                  "--duration=0.6",
                  "--bootstrap-servers=" + broker.bootstrapServers()))
          .isZero();
      List<CameraFrame> frames = decoded(frames(broker.bootstrapServers(), 6));
      assertThat(frames).extracting(f -> f.getImage().get(0)).containsExactly(bytes(5, 11));
      assertThat(frames)
          .extracting(CameraFrame::getStampNanos)
          .startsWith(1_600_000_000_500_000_000L);
    }
  }

  @Test
  void shouldBeginAgainAsARunOfItsOwnUntilStopped() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      List<String> command = JavaProcess.command("-Xmx64m");
      command.addAll(
          List.of(
              BridgeMain.class.getName(),
              "replay",
              drive().toString(),
              "--robot=r1",
              "--topics=/front/image,/rear/image",
              "--loop",
              "--duration=0.3",
              "--bootstrap-servers=" + broker.bootstrapServers()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out.txt").toFile())
              .start();
      try (TopicAdmin admin = TopicAdmin.connect(KafkaSettings.of(broker.bootstrapServers()))) {
        admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
      }
      List<CameraFrame> frames = decoded(frames(broker.bootstrapServers(), 18));
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(directory.resolve("out.txt"))).contains("Sent ");
      assertThat(frames.subList(0, 6))
          .extracting(f -> f.getImage().get(0))
          .containsExactly(doubled(0, 3));
      assertThat(frames.subList(0, 18).stream().map(CameraFrame::getRun).distinct()).hasSize(3);
    }
  }

  private static List<CameraFrame> decoded(List<ConsumerRecord<String, byte[]>> records) {
    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    return records.stream().map(record -> codec.decode(record.value())).toList();
  }

  private static Byte[] bytes(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (byte) i).toArray(Byte[]::new);
  }

  private static Byte[] doubled(int from, int to) {
    return IntStream.range(2 * from, 2 * to).mapToObj(i -> (byte) (i / 2)).toArray(Byte[]::new);
  }

  @Test
  void shouldNameAMissingRecordingInOneLineAndExplainAWrongOption() {
    PrintStream before = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      assertThat(BridgeMain.run("replay", "folder:" + directory.resolve("absent"), "--robot=r1"))
          .isEqualTo(1);
      assertThat(captured.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .contains(directory.resolve("absent").toString());
      assertThat(BridgeMain.run("replay", "--wrong")).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void shouldNotDependOnPyTorchOrLucene() {
    // The broker is on this test's class path; the build checks that it is not in the distribution.
    for (String name : List.of("ai.djl.engine.Engine", "org.apache.lucene.index.IndexReader")) {
      assertThat(ClassLoader.getSystemResource(name.replace('.', '/') + ".class")).isNull();
    }
  }

  private static List<ConsumerRecord<String, byte[]>> frames(String bootstrapServers, int count) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.FRAMES).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (records.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
