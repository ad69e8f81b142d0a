package org.waymark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.testbed.broker.EmbeddedBroker;
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
