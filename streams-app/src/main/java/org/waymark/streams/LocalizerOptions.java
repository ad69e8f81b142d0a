package org.waymark.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a localizer runs.
 *
 * @param applicationId names the application; instances of one id share the robots among them
 * @param stateDirectory for Kafka Streams
 * @param streamThreads that process partitions in parallel
 * @param staleAfter age at which a frame is given up in live mode
 * @param createTopics whether missing topics are made
 * @param overrides Kafka Streams settings that win over the mode's
 * @param standbys other instances that keep a copy of a robot's state
 * @param devicePatience how long a forward pass may take before the device counts as stalled
 * @param address {@code host:port} where other instances and their users reach this one's queries
 */
public record LocalizerOptions(
    Mode mode,
    String applicationId,
    Path stateDirectory,
    int streamThreads,
    Duration staleAfter,
    boolean createTopics,
    Map<String, String> overrides,
    int standbys,
    Duration devicePatience,
    Optional<String> address) {

  public static final String DEFAULT_APPLICATION_ID = "waymark-localizer";
  public static final Duration DEFAULT_STALE_AFTER = Duration.ofMillis(500);
  public static final Duration DEFAULT_DEVICE_PATIENCE = Duration.ofSeconds(60);

  public LocalizerOptions {
    overrides = Map.copyOf(overrides);
  }

  /** Without standbys and queries. */
  public LocalizerOptions(
      Mode mode,
      String applicationId,
      Path stateDirectory,
      int streamThreads,
      Duration staleAfter,
      boolean createTopics,
      Map<String, String> overrides) {
    this(
        mode,
        applicationId,
        stateDirectory,
        streamThreads,
        staleAfter,
        createTopics,
        overrides,
        0,
        DEFAULT_DEVICE_PATIENCE,
        Optional.empty());
  }
}
