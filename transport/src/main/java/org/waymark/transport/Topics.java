package org.waymark.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics of the contract and the settings that they need. */
public final class Topics {

  public static final String FRAMES = "waymark.frames";
  public static final String LOCALIZATIONS = "waymark.localizations";

  /** Outcomes of a localizer that runs beside another one, for comparison. */
  public static final String SHADOW_LOCALIZATIONS = "waymark.localizations.shadow";

  /** Frames of recordings whose descriptors a map is rebuilt from; no robot waits for them. */
  public static final String REBUILD_FRAMES = "waymark.frames.rebuild";

  public static final String DESCRIPTORS = "waymark.descriptors";
  public static final String MAPS = "waymark.maps";
  public static final String DEAD_LETTERS = "waymark.dead-letters";
  public static final String SCHEMAS = "waymark.schemas";

  /** The largest record: one raw frame of 6 MB (1920 x 1080 rgb8) with room around it. */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  /**
   * Partitions where the user does not say; one robot's frames stay on one, so this bounds the
   * parallelism.
   */
  public static final int DEFAULT_PARTITIONS = 6;

  private static final long GIB = 1L << 30;

  private Topics() {}

  /**
   * Every topic.
   *
   * @param partitions of the topics that carry frames and outcomes; maps and schemas have one
   */
  public static List<TopicSpec> all(int partitions) {
    return List.of(
        new TopicSpec(FRAMES, partitions, kept(Duration.ofDays(1), 10 * GIB, MAX_RECORD_BYTES)),
        new TopicSpec(LOCALIZATIONS, partitions, kept(Duration.ofDays(7), 4 * GIB, 1 << 20)),
        new TopicSpec(SHADOW_LOCALIZATIONS, partitions, kept(Duration.ofDays(7), 4 * GIB, 1 << 20)),
        new TopicSpec(
            REBUILD_FRAMES, partitions, kept(Duration.ofDays(1), 10 * GIB, MAX_RECORD_BYTES)),
        new TopicSpec(DESCRIPTORS, partitions, kept(Duration.ofDays(7), 10 * GIB, 1 << 20)),
        // A dead letter carries its record unchanged, and the error's headers beside it.
        new TopicSpec(
            DEAD_LETTERS, 1, kept(Duration.ofDays(14), 2 * GIB, MAX_RECORD_BYTES + (1 << 20))),
        new TopicSpec(MAPS, 1, Map.of("cleanup.policy", "compact")),
        new TopicSpec(SCHEMAS, 1, Map.of("cleanup.policy", "compact")));
  }

  private static Map<String, String> kept(Duration retention, long bytes, int maxRecordBytes) {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", Long.toString(retention.toMillis()),
        "retention.bytes", Long.toString(bytes),
        "segment.bytes", Integer.toString(256 << 20),
        "max.message.bytes", Integer.toString(maxRecordBytes));
  }
}
