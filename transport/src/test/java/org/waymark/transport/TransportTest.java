package org.waymark.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.record.RecordCodec;
import org.waymark.testbed.broker.EmbeddedBroker;

class TransportTest {

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaSettings settings;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    settings = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      admin.createMissing(Topics.all(2));
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldCreateTopicsOnceAndFindThemRight() {
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      assertThat(admin.createMissing(Topics.all(2))).isEmpty();
      assertThat(admin.check(Topics.all(2))).isEmpty();
    }
  }

  @Test
  void shouldNameEveryDifferenceAndChangeNothing() throws Exception {
    String name = "waymark.other";
    try (Admin raw = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      raw.createTopics(
              List.of(new NewTopic(name, 1, (short) 1).configs(Map.of("retention.ms", "1000"))))
          .all()
          .get();
    }
    TopicSpec wanted = new TopicSpec(name, 3, Map.of("retention.ms", "2000"));
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      assertThat(admin.createMissing(List.of(wanted))).isEmpty();
      assertThat(admin.check(List.of(wanted, new TopicSpec("waymark.absent", 1, Map.of()))))
          .extracting(TopicAdmin.Difference::toString)
          .containsExactly(
              "waymark.other: partitions is 1, should be 3 or more",
              "waymark.other: retention.ms is 1000, should be 2000",
              "waymark.absent: topic is absent, should be present");
    }
  }

  @Test
  void shouldReplayADatasetInOrderIncludingWhatCannotBeRead() throws IOException {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    for (int i = 0; i < 5; i++) {
      Files.writeString(photos.resolve("picture-%d.jpg".formatted(i)), "content " + i);
    }
    // A picture that is listed but cannot be read: a dangling link is listed by nobody, a directory
    // is no picture, so take the bytes away after opening.
    var dataset = Datasets.open("folder:" + photos + "?hz=100");
    Files.delete(photos.resolve("picture-3.jpg"));
    UUID run = UUID.randomUUID();
    FrameReplay.Report report =
        new FrameReplay(settings, "r1", "camera", run, 1).send(dataset, ProgressReporter.silent());
    assertThat(report.frames()).isEqualTo(5);
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(40));

    List<CameraFrame> frames = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : readAll(Topics.FRAMES, 5)) {
      frames.add(RecordCodec.ofOneVersion(CameraFrame.class).decode(record.value()));
    }
    assertThat(frames).extracting(CameraFrame::getSequence).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(frames).allMatch(f -> f.getRun().equals(run.toString()));
    assertThat(frames.get(3).getImage().remaining()).isZero();
    assertThat(frames.get(4).getImage())
        .isEqualTo(ByteBuffer.wrap("content 4".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void shouldSendOdometryAndMountingWithTheFrames() throws IOException {
    Path sequence = Files.createDirectories(directory.resolve("scene/seq-01"));
    for (int i = 0; i < 2; i++) {
      Files.writeString(sequence.resolve("frame-%06d.color.jpg".formatted(i)), "content");
    }
    Files.writeString(
        sequence.resolve("odometry.txt"),
        "0 0 0 0 0 0 0 1\n0.1 0.5 0 0 0 0 0 1 0.25" + " 0".repeat(20) + "\n");
    Files.writeString(
        directory.resolve("scene/camera-mounting.txt"), "0 0 1 0 -1 0 0 0 0 -1 0 1.1 0 0 0 1");
    UUID run = UUID.randomUUID();
    new FrameReplay(settings, "wheeled", "camera", run, 0)
        .send(Datasets.open("7scenes:" + directory.resolve("scene")), ProgressReporter.silent());

    List<CameraFrame> frames = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : readAll(Topics.FRAMES, 2)) {
      CameraFrame frame = RecordCodec.ofOneVersion(CameraFrame.class).decode(record.value());
      if (frame.getRun().equals(run.toString())) {
        frames.add(frame);
      }
    }
    assertThat(frames).hasSize(2);
    assertThat(frames.get(1).getOdometry().getFrame()).isEqualTo("base_link");
    assertThat(frames.get(1).getOdometry().getPose().getX()).isEqualTo(0.5);
    assertThat(frames.get(1).getOdometry().getCovariance()).hasSize(36).startsWith(0.25, 0.0);
    assertThat(frames.get(1).getBaseToCamera().getZ()).isEqualTo(1.1);
  }

  @Test
  void shouldFindTheSchemaOfANewerWriterOnItsTopic() throws IOException {
    Schema current = MapAnnouncement.getClassSchema();
    String json = current.toString();
    Schema newer =
        new Schema.Parser()
            .parse(
                json.substring(0, json.lastIndexOf(']'))
                    + ",{\"name\":\"added\",\"type\":\"int\",\"default\":0}]}");
    GenericRecord record = new GenericData.Record(newer);
    for (Schema.Field field : newer.getFields()) {
      record.put(
          field.name(),
          switch (field.schema().getType()) {
            case STRING -> field.name();
            case DOUBLE -> 0.5;
            case LONG -> 3L;
            default -> 4;
          });
    }
    ByteBuffer encoded =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), newer).encode(record);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);

    new SchemaTopic(settings).publish(List.of(newer));
    RecordCodec<MapAnnouncement> reader =
        new RecordCodec<>(MapAnnouncement.class, new SchemaTopic(settings));
    assertThat(reader.decode(bytes).getPlaces()).isEqualTo(3);
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    assertThatThrownBy(() -> TopicAdmin.connect(KafkaSettings.of("127.0.0.1:1")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("127.0.0.1:1");
    assertThatThrownBy(() -> TopicAdmin.connect(KafkaSettings.of("nonsense")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("nonsense");
  }

  private static List<ConsumerRecord<byte[], byte[]>> readAll(String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            settings.with(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
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
