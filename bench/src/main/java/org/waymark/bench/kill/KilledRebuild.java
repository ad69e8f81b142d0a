package org.waymark.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.waymark.bench.PictureWorld;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** A rebuild some of whose processes are killed, and its map beside that of a local build. */
public final class KilledRebuild {

  private static final int INSTANCES = 3;
  private static final int PARTITIONS = 6;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** The share of the frames that is described when one who describes is killed. */
  private static final double INSTANCE_KILL = 0.5;

  /** And when the rebuild itself is. */
  private static final double REBUILD_KILL = 0.7;

  private final Path directory;
  private final int frames;
  private final KafkaSettings kafka;

  /** One that was not run yet. */
  public KilledRebuild(Path directory, int frames) throws IOException {
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    this.frames = frames;
    this.kafka = KafkaSettings.of("127.0.0.1:" + KilledReplay.freePort());
  }

  /** Builds both maps; whether they hold the same. */
  public boolean run() throws IOException, InterruptedException {
    MapDirectory local = buildHere();
    List<Victim> victims = new ArrayList<>();
    try {
      Victim broker = start("broker", victims, brokerArguments());
      KilledReplay.awaitBroker(kafka);
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.createMissing(Topics.all(PARTITIONS));
      }
      for (int i = 0; i < INSTANCES; i++) {
        start("describer-" + i, victims, describerArguments(i));
      }
      Victim rebuild = start("rebuild", victims, rebuildArguments());
      long begin = System.nanoTime();
      awaitDescribed((int) (INSTANCE_KILL * frames));
      victims.get(1).kill();
      System.out.printf("killed %s after half of %d frames%n", victims.get(1).name(), frames);
      awaitDescribed((int) (REBUILD_KILL * frames));
      rebuild.kill();
      rebuild.start();
      System.out.printf("killed the rebuild, and started it again%n");
      int code = rebuild.awaitEnd(PATIENCE);
      if (code != 0) {
        throw new WaymarkException(
            "the rebuild ended with %d, see %s".formatted(code, directory.resolve("rebuild.log")));
      }
      List<String> expected = places(local);
      List<String> found = places(new MapDirectory(directory.resolve("rebuilt/map")));
      boolean good = expected.equals(found);
      System.out.printf(
          "%s: %d places of %d frames, %s those of the local build; %d instances, one killed half-way, the rebuild killed once, %d s; %d descriptors for %d frames%n",
          good ? "GOOD" : "BAD",
          found.size(),
          frames,
          good ? "place for place, pose for pose and bit for bit" : "not",
          INSTANCES,
          Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
          described(),
          frames);
      broker.supervise();
      return good;
    } finally {
      victims.reversed().forEach(Victim::close);
    }
  }

  private MapDirectory buildHere() {
    ModelBundle bundle = ModelBundle.untrained(0, InputSpec.imageNet(64, 64));
    bundle.save(model());
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(bundle, ExtractorOptions.cpu(1))) {
      return new PictureWorld(160, 120, 20, frames).buildMap(directory, extractor);
    }
  }

  private Path model() {
    return directory.resolve("model");
  }

  private Victim start(String name, List<Victim> victims, List<String> arguments)
      throws IOException {
    Victim victim = new Victim(name, directory.resolve(name + ".log"), arguments);
    victims.add(victim);
    victim.start();
    return victim;
  }

  private List<String> brokerArguments() {
    String servers = kafka.bootstrapServers();
    return List.of(
        "broker",
        "--data",
        directory.resolve("broker").toString(),
        "--port",
        servers.substring(servers.indexOf(':') + 1),
        "--partitions",
        Integer.toString(PARTITIONS));
  }

  private List<String> describerArguments(int number) {
    return List.of(
        "localize",
        "--describe-only",
        "--model",
        model().toString(),
        "--threads",
        "1",
        "--state",
        directory.resolve("state-" + number).toString(),
        "--bootstrap-servers",
        kafka.bootstrapServers());
  }

  private List<String> rebuildArguments() {
    return List.of(
        "index",
        "rebuild",
        "--dataset",
        "7scenes:" + directory.resolve("scene"),
        "--model",
        model().toString(),
        "--out",
        directory.resolve("rebuilt/map").toString(),
        "--bootstrap-servers",
        kafka.bootstrapServers());
  }

  private void awaitDescribed(int count) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (described() < count) {
      if (System.nanoTime() > deadline) {
        throw new WaymarkException(
            "%d of %d frames were described within %d min; see the logs in %s"
                .formatted(described(), frames, PATIENCE.toMinutes(), directory));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private long described() {
    List<TopicPartition> all =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new TopicPartition(Topics.DESCRIPTORS, i))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.with(Map.of("client.id", "harness")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static List<String> places(MapDirectory map) {
    List<String> places = new ArrayList<>();
    try (PlaceMap open = PlaceMap.open(map.current())) {
      open.forEachPlace(
          (place, descriptor) -> places.add(place + " " + Arrays.toString(descriptor)));
    }
    return places;
  }
}
