package org.waymark.bridge.recording.replay;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.core.StopSignal;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that replays takes: which recording, which part of it, as whose, how fast. */
public final class ReplayOptions {

  private static final int MAX_NAME = 200;
  private static final double MAX_SECONDS = 1e9;

  @Parameters(
      paramLabel = "RECORDING",
      description = {
        "x.bag, x.mcap, a folder that ROS 2 recorded into,",
        "or a data set, e.g. 7scenes:/data/heads?split=test or bag:x.bag?image=/camera"
      })
  private String recording;

  @Option(
      names = "--topics",
      paramLabel = "TOPIC,...",
      description = "Image topics of a bag or MCAP file. Default: the only one.")
  private @Nullable String topics;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      required = true,
      description = "Whose frames these are; the records' key.")
  private String robot;

  @Option(
      names = "--camera",
      paramLabel = "FRAME",
      description = "The camera's ROS frame id. Default: as recorded, else camera.")
  private @Nullable String camera;

  @Option(
      names = "--rate",
      paramLabel = "X",
      defaultValue = "0",
      description = "1 is recorded speed, 0 as fast as it goes. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--start",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Begin so far into the recording.")
  private double start;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Send so much of the recording. Default: to its end.")
  private @Nullable Double duration;

  @Option(
      names = "--loop",
      description = "Begin again at the end, until stopped; each time is a run of its own.")
  private boolean loop;

  private volatile boolean stopped;
  private volatile @Nullable FrameReplay current;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public ReplayOptions() {}

  /**
   * What was sent.
   *
   * @param run the last one, if there were several
   * @param report the frames of all runs
   */
  public record Sent(UUID run, FrameReplay.Report report) {}

  /** The rule that the values break, if they break one. */
  public Optional<String> check() {
    if (!(rate >= 0 && Double.isFinite(rate))) {
      return Optional.of("--rate is a speed: 1 as recorded, 0 as fast as it goes");
    }
    if (!isSeconds(start)) {
      return Optional.of("--start is a time in seconds, 0 and more");
    }
    if (duration != null && !(isSeconds(duration) && duration > 0)) {
      return Optional.of("--duration is a time in seconds, more than 0");
    }
    return checkName("--robot", robot).or(() -> checkName("--camera", camera));
  }

  private static boolean isSeconds(double value) {
    return value >= 0 && value <= MAX_SECONDS;
  }

  private static Optional<String> checkName(String option, @Nullable String name) {
    return name == null
            || (!name.isBlank()
                && name.length() <= MAX_NAME
                && name.chars().noneMatch(Character::isISOControl))
        ? Optional.empty()
        : Optional.of("%s is a name of 1 to %d printable characters".formatted(option, MAX_NAME));
  }

  public String robot() {
    return robot;
  }

  /** Opens the recording. */
  public Dataset dataset() {
    DatasetSpec spec = Datasets.spec(recording);
    return Datasets.open(topics == null ? spec : spec.with("image", topics));
  }

  /**
   * Asks {@link #send} to end soon when the process is told to end, until the signal is closed:
   * best after its report has been told.
   */
  public StopSignal stopSignal() {
    return StopSignal.asks(this::stop, "Kafka did not take the last frames in time");
  }

  /**
   * Sends the frames, once or until {@link #stop()}; what was read by then is still sent.
   *
   * @throws WaymarkException when Kafka does not take them, or the part that was asked for is empty
   */
  public Sent send(KafkaSettings kafka, Dataset frames, ProgressReporter reporter) {
    FrameReplay.Span span =
        new FrameReplay.Span(
            ofSeconds(start), Optional.ofNullable(duration).map(ReplayOptions::ofSeconds));
    long count = 0;
    long unreadable = 0;
    Duration elapsed = Duration.ZERO;
    UUID run;
    do {
      run = UUID.randomUUID();
      FrameReplay replay =
          new FrameReplay(kafka, robot, Optional.ofNullable(camera), run, rate, span);
      current = replay;
      if (stopped) {
        replay.stop();
      }
      FrameReplay.Report report = replay.send(frames, reporter);
      if (report.frames() == 0 && !stopped) {
        throw new WaymarkException(
            "%s has no frames from second %s on".formatted(frames.spec(), start));
      }
      count += report.frames();
      unreadable += report.unreadable();
      elapsed = elapsed.plus(report.elapsed());
    } while (loop && !stopped);
    return new Sent(run, new FrameReplay.Report(count, unreadable, elapsed));
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** Ends after the frame at hand. */
  public void stop() {
    stopped = true;
    FrameReplay replay = current;
    if (replay != null) {
      replay.stop();
    }
  }
}
