package org.waymark.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.waymark.avro.CameraFrame;
import org.waymark.core.Futures;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.Prepared;
import org.waymark.streams.Describer;
import org.waymark.streams.Localizer;
import org.waymark.streams.Mode;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.Topics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How near a replay through Kafka comes to the network called directly on the same frames: frames
 * per second from sending the first to reading the last outcome, over those of decoding and
 * describing them. Rounds of both alternate. Once with several robots and stream threads, once with
 * one robot on one partition.
 *
 * <pre>
 * java -cp "bench/target/classes:cli/target/waymark/lib/*" org.waymark.bench.StreamRatio \
 *     --model resnet50:480x640 --frames 120 --rounds 3
 * java -cp ... org.waymark.bench.StreamRatio --simulated --model resnet18:64x64 --frames 4000
 * </pre>
 */
@Command(name = "StreamRatio", mixinStandardHelpOptions = true)
public final class StreamRatio implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(10);

  @Option(names = "--model", defaultValue = "resnet50:480x640", description = "A BenchModel.")
  private String model;

  @Option(names = "--simulated", description = "A device of 20 ms a batch and 0.5 ms a frame.")
  private boolean simulated;

  @Option(names = "--frames", defaultValue = "120")
  private int frames;

  @Option(names = "--rounds", defaultValue = "3")
  private int rounds;

  @Option(names = "--robots", defaultValue = "4")
  private int robots;

  @Option(names = "--stream-threads", defaultValue = "2")
  private int streamThreads;

  @Option(names = "--picture", defaultValue = "640x480", description = "WIDTHxHEIGHT.")
  private String picture;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StreamRatio() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new StreamRatio()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    int width = Integer.parseInt(picture.split("x", -1)[0]);
    int height = Integer.parseInt(picture.split("x", -1)[1]);
    PictureWorld world = new PictureWorld(width, height, 20, 8);
    List<byte[]> pictures = StreamBench.pictures(world, Math.min(frames, 40));
    try (DescriptorExtractor extractor =
            DescriptorExtractor.open(BenchModel.of(model), ExtractorOptions.defaults());
        StreamBench bench = new StreamBench(world, extractor, robots)) {
      Describer describer =
          simulated ? SimulatedDevice.batched(extractor) : Describer.of(extractor);
      System.out.printf(
          "%s, %s, %d frames of %d bytes, %d rounds%n",
          model, describer.modelName(), frames, pictures.getFirst().length, rounds);
      compare(world, bench, describer, pictures, robots, streamThreads);
      compare(world, bench, describer, pictures, 1, 1);
    }
    return 0;
  }

  private void compare(
      PictureWorld world,
      StreamBench bench,
      Describer describer,
      List<byte[]> pictures,
      int ofRobots,
      int threads) {
    Rounds direct = new Rounds(rounds);
    Rounds streamed = new Rounds(rounds);
    Rounds ratio = new Rounds(rounds);
    String name = "%d robots, %d stream threads".formatted(ofRobots, threads);
    try (Localizer localizer =
            bench.localizer(describer, Mode.REPLAY, "ratio-" + ofRobots, threads);
        KafkaProducer<String, CameraFrame> producer = bench.producer();
        LocalizationReader reader =
            LocalizationReader.fromNow(bench.kafka(), Topics.LOCALIZATIONS)) {
      // A first round warms both up and is not counted.
      for (int round = -1; round < rounds; round++) {
        int count = round < 0 ? Math.min(frames, 4 * ofRobots) : frames;
        double one = Rounds.perSecond(count, () -> direct(world, describer, pictures, count));
        double other =
            Rounds.perSecond(
                count, () -> stream(world, localizer, producer, reader, pictures, count, ofRobots));
        if (round >= 0) {
          direct.set(round, one);
          streamed.set(round, other);
          ratio.set(round, other / one);
        }
      }
    }
    direct.print(name + ": called directly, frames/s");
    streamed.print(name + ": through Kafka, frames/s");
    ratio.print(name + ": ratio");
  }

  /** Decodes on all cores, some batches ahead of the network. */
  private static void direct(
      PictureWorld world, Describer describer, List<byte[]> pictures, int count) {
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService decoders = Executors.newFixedThreadPool(cores)) {
      Deque<Future<Prepared>> ahead = new ArrayDeque<>();
      int next = 0;
      int done = 0;
      while (done < count) {
        while (next < count && ahead.size() < 2 * describer.batch() + cores) {
          byte[] jpeg = pictures.get(next++ % pictures.size());
          ImageData image = new ImageData("jpeg", world.width(), world.height(), 0, jpeg);
          ahead.add(decoders.submit(() -> describer.prepare(image)));
        }
        List<Prepared> batch = new ArrayList<>();
        while (batch.size() < describer.batch() && !ahead.isEmpty()) {
          batch.add(Futures.await(ahead.remove(), "decoding"));
        }
        done += describer.forward(batch).length;
      }
    }
  }

  private static void stream(
      PictureWorld world,
      Localizer localizer,
      KafkaProducer<String, CameraFrame> producer,
      LocalizationReader reader,
      List<byte[]> pictures,
      int count,
      int ofRobots) {
    String run = UUID.randomUUID().toString();
    for (int i = 0; i < count; i++) {
      String robot = "robot-" + i % ofRobots;
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.FRAMES,
                  i % ofRobots,
                  robot,
                  world.frame(robot, run, i / ofRobots, pictures.get(i % pictures.size()))));
    }
    Set<String> answered = new HashSet<>();
    while (answered.size() < count) {
      localizer.requireHealthy();
      reader.poll(POLL).stream()
          .map(LocalizationReader.Received::localization)
          .filter(l -> l.getRun().equals(run))
          .forEach(
              l ->
                  answered.add(String.format(Locale.ROOT, "%s %d", l.getRobot(), l.getSequence())));
    }
  }
}
