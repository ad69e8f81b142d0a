package org.waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.streams.Describer;
import org.waymark.streams.Localizer;
import org.waymark.streams.Mode;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.Topics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Live mode at a camera's rate: from handing a frame to the producer until its outcome is read, all
 * in this process, less what decoding, resizing and the network took. With {@code --overload X} the
 * device is one that can do 1/X of the frames, and what counts is the age of answered frames, the
 * share of STALE ones and memory.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.LiveLatency --seconds 60
 * java -cp ... org.waymark.bench.LiveLatency --overload 4 --seconds 600
 * </pre>
 */
@Command(name = "LiveLatency", mixinStandardHelpOptions = true)
public final class LiveLatency implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(5);
  private static final int WARM_UP_SECONDS = 5;

  /** Of noise this fine, a JPEG of 640x480 has about 100 kB. */
  private static final PictureWorld WORLD = new PictureWorld(640, 480, 7, 8);

  @Option(names = "--model", defaultValue = "resnet18:64x64", description = "A BenchModel.")
  private String model;

  @Option(names = "--rate", defaultValue = "20", description = "Frames a second.")
  private double rate;

  @Option(names = "--seconds", defaultValue = "60")
  private int seconds;

  @Option(names = "--overload", defaultValue = "0", description = "Frames over what can be done.")
  private double overload;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LiveLatency() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LiveLatency()).execute(args));
  }

  /**
   * What is kept of an outcome: little, or this bench's own memory would hide the localizer's.
   *
   * @param ageMillis how long after its frame was sent it was read
   * @param workMillis of it what decoding, resizing and the network took
   */
  private record Answer(Outcome outcome, double ageMillis, double workMillis) {

    static Answer of(Localization outcome, double ageMillis) {
      double workMicros =
          outcome.getTimings().getDecodeMicros() + outcome.getTimings().getDescribeMicros();
      return new Answer(outcome.getOutcome(), ageMillis, workMicros / 1e3);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<byte[]> pictures = StreamBench.pictures(WORLD, 20);
    long serviceNanos = Math.round(overload * 1e9 / rate);
    try (DescriptorExtractor extractor =
            DescriptorExtractor.open(BenchModel.of(model), ExtractorOptions.defaults());
        StreamBench bench = new StreamBench(WORLD, extractor, 1)) {
      Describer describer =
          overload > 0 ? SimulatedDevice.single(extractor, serviceNanos) : Describer.of(extractor);
      System.out.printf(
          Locale.ROOT,
          "%.0f Hz, frames of %d bytes, %s, %d s%n",
          rate,
          pictures.getFirst().length,
          describer.modelName(),
          seconds);
      try (Localizer localizer = bench.localizer(describer, Mode.LIVE, "latency", 1)) {
        var _ = drive(bench, localizer, pictures, WARM_UP_SECONDS);
        List<Answer> answers = drive(bench, localizer, pictures, seconds);
        report(answers, serviceNanos / 1e6);
      }
    }
    return 0;
  }

  private List<Answer> drive(
      StreamBench bench, Localizer localizer, List<byte[]> pictures, int forSeconds)
      throws InterruptedException, IOException {
    String run = UUID.randomUUID().toString();
    int count = (int) Math.round(rate * forSeconds);
    AtomicLongArray sentNanos = new AtomicLongArray(count);
    List<Answer> answers = new ArrayList<>();
    try (KafkaProducer<String, CameraFrame> producer = bench.producer();
        LocalizationReader reader =
            LocalizationReader.fromNow(bench.kafka(), Topics.LOCALIZATIONS)) {
      Thread camera =
          Thread.ofPlatform().name("camera").start(() -> film(producer, run, pictures, sentNanos));
      long nextMemory = System.nanoTime();
      while (answers.size() < count) {
        localizer.requireHealthy();
        for (LocalizationReader.Received received : reader.poll(POLL)) {
          Localization outcome = received.localization();
          if (outcome.getRun().equals(run)) {
            long sent = sentNanos.get(Math.toIntExact(outcome.getSequence()));
            answers.add(Answer.of(outcome, (System.nanoTime() - sent) / 1e6));
          }
        }
        if (System.nanoTime() > nextMemory) {
          System.out.printf("after %d outcomes: %s%n", answers.size(), resident());
          nextMemory += Duration.ofMinutes(1).toNanos();
        }
      }
      camera.join();
    }
    return answers;
  }

  private void film(
      KafkaProducer<String, CameraFrame> producer,
      String run,
      List<byte[]> pictures,
      AtomicLongArray sentNanos) {
    long begin = System.nanoTime();
    for (int i = 0; i < sentNanos.length(); i++) {
      long due = begin + Math.round(i * 1e9 / rate);
      long left;
      while ((left = due - System.nanoTime()) > 0) {
        LockSupport.parkNanos(left);
      }
      CameraFrame frame = WORLD.frame("robot", run, i, pictures.get(i % pictures.size()));
      sentNanos.set(i, System.nanoTime());
      var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, "robot", frame));
    }
    producer.flush();
  }

  private static void report(List<Answer> answers, double serviceMillis) {
    Map<Outcome, Integer> kinds = new EnumMap<>(Outcome.class);
    List<Double> ages = new ArrayList<>();
    List<Double> overheads = new ArrayList<>();
    for (Answer answer : answers) {
      kinds.merge(answer.outcome(), 1, Integer::sum);
      if (answer.outcome() != Outcome.STALE) {
        ages.add(answer.ageMillis());
        overheads.add(answer.ageMillis() - answer.workMillis());
      }
    }
    System.out.printf("outcomes: %s%n", kinds);
    print("from sending to reading the outcome, ms", ages);
    print("less decoding, resizing and the network, ms", overheads);
    if (serviceMillis > 0) {
      long late = ages.stream().filter(age -> age >= 2 * serviceMillis).count();
      System.out.printf(
          Locale.ROOT,
          "answered frames older than twice the inference time (%.0f ms): %d of %d%n",
          2 * serviceMillis,
          late,
          ages.size());
    }
  }

  private static void print(String what, List<Double> values) {
    Collections.sort(values);
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.1f, p99 %.1f, max %.1f%n",
        what,
        at(values, 0.5),
        at(values, 0.99),
        at(values, 1));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1)));
  }

  private static String resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .map(line -> line.replaceAll("\\s+", " "))
        .orElse("memory unknown");
  }
}
