package org.waymark.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a localizer runs.
 *
 * @param applicationId names the application; instances of one id share the robots among them
 * @param stateDirectory for Kafka Streams
 * @param streamThreads that process partitions in parallel
 * @param staleAfter age at which a frame is given up in live mode
 * @param createTopics whether missing topics are made
 * @param overrides Kafka Streams settings that win over the mode's
 */
public record LocalizerOptions(
    Mode mode,
    String applicationId,
    Path stateDirectory,
    int streamThreads,
    Duration staleAfter,
    boolean createTopics,
    Map<String, String> overrides) {

  public static final String DEFAULT_APPLICATION_ID = "waymark-localizer";
  public static final Duration DEFAULT_STALE_AFTER = Duration.ofMillis(500);

  public LocalizerOptions {
    overrides = Map.copyOf(overrides);
  }
}
