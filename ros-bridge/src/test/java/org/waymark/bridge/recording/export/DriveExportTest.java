package org.waymark.bridge.recording.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Pose;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.bridge.message.Ros1Reader;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.record.RecordCodec;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

class DriveExportTest {

  @TempDir Path directory;

  private static Localization outcome(UUID run, long stamp, boolean found) {
    return Localization.newBuilder()
        .setRobot("r1")
        .setRun(run.toString())
        .setCamera("camera")
        .setStampNanos(stamp)
        .setSequence(0)
        .setOutcome(found ? Outcome.LOCALIZED : Outcome.LOST)
        .setCameraPose(found ? new Pose(1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 1.0) : null)
        .setProvenance(new Provenance("model", "map", "1", "waymark.frames", 0, 0L, null, null))
        .setTimings(new Timings(0L, 0L, 0L, 0L, 0L))
        .build();
  }

  private static CameraFrame frame(String robot, UUID run, long stamp) {
    return CameraFrame.newBuilder()
        .setRobot(robot)
        .setRun(run.toString())
        .setCamera("camera")
        .setStampNanos(stamp)
        .setSequence(9)
        .setEncoding("jpeg")
        .setWidth(4)
        .setHeight(3)
        .setStep(0)
        .setImage(ByteBuffer.wrap("picture".getBytes(StandardCharsets.US_ASCII)))
        .build();
  }

  @Test
  void shouldWriteTheLatestRunWithItsPoses() throws Exception {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(photos.resolve(i + ".jpg"), "picture");
    }
    Path file = directory.resolve("out.mcap");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      KafkaSettings settings =
          KafkaSettings.of(broker.bootstrapServers(), Optional.empty(), List.of());
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        admin.createMissing(Topics.all(1));
      }
      assertThatThrownBy(() -> new DriveExport(settings, "r1", Optional.empty(), false).write(file))
          .hasMessageContaining("no frames of robot r1");
      UUID run = UUID.randomUUID();
      for (UUID each : List.of(UUID.randomUUID(), run)) {
        new FrameReplay(settings, "r1", "camera", each, 0)
            .send(Datasets.open("folder:" + photos), ProgressReporter.silent());
      }
      // Another program may write frames without a key: the robot stands in them too.
      try (KafkaProducer<String, CameraFrame> producer =
          new KafkaProducer<>(
              settings.with(Map.of()),
              new StringSerializer(),
              new RecordSerializer<>(RecordCodec.ofOneVersion(CameraFrame.class)))) {
        for (String robot : List.of("r1", "r2")) {
          var _ =
              producer.send(new ProducerRecord<>(Topics.FRAMES, null, frame(robot, run, 900_000)));
        }
      }
      try (KafkaProducer<String, Localization> producer =
          new KafkaProducer<>(
              settings.with(Map.of()),
              new StringSerializer(),
              new RecordSerializer<>(RecordCodec.ofOneVersion(Localization.class)))) {
        for (int i = 0; i < 3; i++) {
          var _ =
              producer.send(
                  new ProducerRecord<>(Topics.LOCALIZATIONS, "r1", outcome(run, i * 100L, i > 0)));
        }
      }
      assertThat(new DriveExport(settings, "r1", Optional.empty(), false).write(file))
          .isEqualTo(new DriveExport.Report(run.toString(), 4, 3));
    }
    List<String> topics = new ArrayList<>();
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        topics.add(m.channel().topic());
        if (m.channel().topic().equals("/waymark/pose")) {
          PoseWithCovarianceStamped pose =
              Ros1Reader.fromBytes(PoseWithCovarianceStamped.TYPE, m.bytes());
          assertThat(pose.pose().pose().position().y()).isEqualTo(2);
          assertThat(pose.header().frameId()).isEqualTo("map");
        }
      }
    }
    // The outcome that was lost has no pose.
    assertThat(topics)
        .containsExactlyInAnyOrder(
            "/camera/image/compressed",
            "/camera/image/compressed",
            "/camera/image/compressed",
            "/camera/image/compressed",
            "/waymark/pose",
            "/waymark/pose",
            "/tf",
            "/tf");
  }
}
