package org.waymark.bench.kill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.bench.PictureWorld;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.Topics;

/** One undisturbed and one disturbed replay of the same frames, and their comparison. */
public final class KilledReplay {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration NEWS_PATIENCE = Duration.ofMinutes(5);
  private static final Duration BROKER_PATIENCE = Duration.ofMinutes(2);

  /** A kill comes within so many ms of its turn: in the middle of polls, commits and starts. */
  private static final int JITTER_MILLIS = 500;

  /** The share of the outcomes after which nobody is killed any more. */
  private static final double LAST_KILL = 0.95;

  private static final PictureWorld WORLD = new PictureWorld(160, 120, 20, 40);

  private final Path directory;
  private final Plan plan;
  private final Random random;
  private final KafkaSettings kafka;
  private final Victim broker;
  private final Path model;

  /**
   * What is done.
   *
   * @param frames of all robots together
   * @param kills of localizers
   * @param instances of the localizer that share the robots
   */
  public record Plan(
      int frames, int robots, int kills, int brokerKills, int instances, long seed) {}

  /** One that was not run yet. */
  public KilledReplay(Path directory, Plan plan) throws IOException {
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    this.plan = plan;
    this.random = new Random(plan.seed());
    int port = freePort();
    this.kafka = KafkaSettings.of("127.0.0.1:" + port);
    this.model = this.directory.resolve("model");
    this.broker =
        new Victim(
            "broker",
            this.directory.resolve("broker.log"),
            List.of(
                "broker",
                "--data",
                this.directory.resolve("broker").toString(),
                "--port",
                Integer.toString(port),
                "--partitions",
                Integer.toString(plan.robots())));
  }

  /** Of this machine's own address. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Runs both; whether the verdict is good. */
  public boolean run() throws IOException, InterruptedException {
    System.out.printf("%s in %s%n", plan, directory);
    prepareMap();
    try (broker) {
      broker.start();
      awaitBroker(kafka);
      publish();
      Map<String, List<Localization>> undisturbed = replay("undisturbed", List.of(), 1);
      Map<String, List<Localization>> disturbed = replay("disturbed", kills(), plan.instances());
      Verdict verdict = Verdict.of(disturbed, undisturbed);
      System.out.printf(
          "%s; %d frames of %d robots, %d instances, %d kills of localizers, %d of the broker, seed"
              + " %d%n",
          verdict,
          plan.frames(),
          plan.robots(),
          plan.instances(),
          plan.kills(),
          plan.brokerKills(),
          plan.seed());
      return verdict.isGood();
    }
  }

  private void prepareMap() {
    ModelBundle bundle = ModelBundle.untrained(0, InputSpec.imageNet(64, 64));
    bundle.save(model);
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(bundle, ExtractorOptions.cpu(1))) {
      var _ = WORLD.buildMap(directory, extractor);
    }
  }

  /** Waits until a broker that was started takes records. */
  static void awaitBroker(KafkaSettings kafka) {
    long deadline = System.nanoTime() + BROKER_PATIENCE.toNanos();
    while (true) {
      try {
        new SchemaTopic(kafka).publish(List.of(CameraFrame.getClassSchema()));
        return;
      } catch (WaymarkException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private void publish() throws InterruptedException {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < WORLD.places(); i++) {
      pictures.add(WORLD.jpeg(i));
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, CameraFrame> producer =
        new KafkaProducer<>(
            kafka.with(Map.of("acks", "all", "linger.ms", "20")),
            new StringSerializer(),
            new RecordSerializer<>(RecordCodec.ofOneVersion(CameraFrame.class)))) {
      for (int i = 0; i < plan.frames(); i++) {
        String robot = "robot-" + i % plan.robots();
        CameraFrame frame =
            WORLD.frame(
                robot, "run", i / plan.robots(), pictures.get(random.nextInt(pictures.size())));
        // One robot a partition, so that every instance has some.
        sent.add(
            producer.send(new ProducerRecord<>(Topics.FRAMES, i % plan.robots(), robot, frame)));
      }
    }
    for (Future<RecordMetadata> one : sent) {
      try {
        var _ = one.get();
      } catch (ExecutionException e) {
        throw new WaymarkException("a frame was not sent: " + e.getMessage(), e);
      }
    }
  }

  /**
   * A kill.
   *
   * @param after so many outcomes
   */
  private record Kill(int after, boolean ofBroker) {}

  private List<Kill> kills() {
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < plan.kills() + plan.brokerKills(); i++) {
      kills.add(new Kill(random.nextInt((int) (LAST_KILL * plan.frames())), i >= plan.kills()));
    }
    kills.sort(Comparator.comparingInt(Kill::after));
    return kills;
  }

  private Map<String, List<Localization>> replay(
      String applicationId, List<Kill> kills, int instances)
      throws IOException, InterruptedException {
    List<Victim> localizers = new ArrayList<>();
    long begin = System.nanoTime();
    try (Outcomes outcomes = new Outcomes(kafka, plan.robots())) {
      for (int i = 0; i < instances; i++) {
        Victim localizer = localizer(applicationId, i);
        localizers.add(localizer);
        localizer.start();
      }
      collect(outcomes, kills, localizers);
      System.out.printf(
          "%s: all outcomes after %d s; localizers that ended by themselves: %d%n",
          applicationId,
          Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
          localizers.stream().mapToInt(Victim::endedByItself).sum());
      return outcomes.byRobot();
    } finally {
      localizers.forEach(Victim::close);
    }
  }

  private Victim localizer(String applicationId, int number) {
    String name = applicationId + "-" + number;
    return new Victim(
        name,
        directory.resolve(name + ".log"),
        List.of(
            "localize",
            "--map",
            directory.resolve("map").toString(),
            "--model",
            model.toString(),
            "--mode",
            "replay",
            "--threads",
            "1",
            "--application-id",
            applicationId,
            "--state",
            directory.resolve(name + "-state").toString(),
            "--bootstrap-servers",
            kafka.bootstrapServers()));
  }

  /**
   * Reads until every frame has an outcome, and a little longer, so that one too many is seen;
   * kills meanwhile.
   */
  private void collect(Outcomes outcomes, List<Kill> kills, List<Victim> localizers)
      throws IOException, InterruptedException {
    int next = 0;
    int count = 0;
    long lastNews = System.nanoTime();
    while (count < plan.frames() && System.nanoTime() - lastNews < NEWS_PATIENCE.toNanos()) {
      int before = count;
      count = outcomes.poll(POLL);
      lastNews = count > before ? System.nanoTime() : lastNews;
      for (Victim localizer : localizers) {
        localizer.supervise();
      }
      broker.supervise();
      if (next < kills.size() && count >= kills.get(next).after()) {
        Victim victim =
            kills.get(next).ofBroker() ? broker : localizers.get(random.nextInt(localizers.size()));
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(JITTER_MILLIS)).toNanos());
        victim.kill();
        victim.start();
        next++;
        System.out.printf("kill %d after %d outcomes: %s%n", next, count, victim.name());
      }
    }
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < end) {
      count = outcomes.poll(POLL);
    }
  }
}
