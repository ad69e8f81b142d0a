package org.waymark.bench;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.waymark.avro.CameraFrame;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.Describer;
import org.waymark.streams.Localizer;
import org.waymark.streams.LocalizerOptions;
import org.waymark.streams.Mode;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** A broker, a map and a localizer in this process, for benchmarks of the stream. */
final class StreamBench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path directory;
  private final EmbeddedBroker broker;
  private final KafkaSettings kafka;
  private final PlaceMap map;

  StreamBench(PictureWorld world, DescriptorExtractor extractor, int partitions)
      throws IOException {
    directory = Files.createTempDirectory("waymark-bench-");
    map = PlaceMap.open(world.buildMap(directory, extractor).current());
    broker = EmbeddedBroker.start(directory.resolve("broker"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(partitions));
    }
  }

  KafkaSettings kafka() {
    return kafka;
  }

  /** A localizer that takes frames. */
  Localizer localizer(Describer describer, Mode mode, String applicationId, int streamThreads) {
    Localizer localizer =
        Localizer.start(
            kafka,
            describer,
            map,
            new LocalizerOptions(
                mode,
                applicationId,
                directory.resolve(applicationId),
                streamThreads,
                LocalizerOptions.DEFAULT_STALE_AFTER,
                false,
                // What was sent for others is not this one's.
                Map.of("main.consumer.auto.offset.reset", "latest")),
            new CompositeMeterRegistry());
    localizer.awaitRunning(PATIENCE);
    return localizer;
  }

  KafkaProducer<String, CameraFrame> producer() {
    return new KafkaProducer<>(
        kafka.with(
            Map.of(
                "acks", "all",
                "linger.ms", "0",
                "max.request.size", Integer.toString(Topics.MAX_RECORD_BYTES))),
        new StringSerializer(),
        new RecordSerializer<>(RecordCodec.ofOneVersion(CameraFrame.class)));
  }

  @Override
  public void close() {
    map.close();
    broker.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pictures that are all different. */
  static List<byte[]> pictures(PictureWorld world, int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(world::jpeg).toList();
  }
}
