package org.waymark.streams;

import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.waymark.avro.Localization;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.Topics;

/** Frames in, outcomes and dead letters out. */
final class LocalizerTopology {

  /** Names of the sinks. */
  static final String LOCALIZATIONS = "localizations";

  static final String DEAD_LETTERS = "dead-letters";
  private static final String FRAMES = "frames";
  private static final String LOCALIZE = "localize";

  private LocalizerTopology() {}

  /**
   * The topology.
   *
   * @param transactional whether outcomes are seen only once they are committed
   */
  static Topology build(
      PendingFrames pending,
      FrameLocalizer localizer,
      boolean transactional,
      InstantSource clock,
      LocalizerMetrics metrics) {
    RecordCodec<Localization> codec = RecordCodec.ofOneVersion(Localization.class);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new Topology()
        .addSource(FRAMES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.FRAMES)
        .addProcessor(
            LOCALIZE,
            () -> new FrameProcessor(pending, localizer, codec, transactional, clock, metrics),
            FRAMES)
        .addStateStore(RobotStateStore.builder(RobotStateStore.BELIEFS), LOCALIZE)
        .addStateStore(RobotStateStore.builder(RobotStateStore.LAST_OUTCOMES), LOCALIZE)
        .addSink(LOCALIZATIONS, Topics.LOCALIZATIONS, bytes, bytes, LOCALIZE)
        .addSink(DEAD_LETTERS, Topics.DEAD_LETTERS, bytes, bytes, LOCALIZE);
  }
}
