package org.waymark.streams;

import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.waymark.avro.Localization;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.Topics;

/** Frames in; outcomes, or descriptors, and dead letters out. */
final class LocalizerTopology {

  /** Names of the sinks. */
  static final String RESULTS = "results";

  static final String DEAD_LETTERS = "dead-letters";
  private static final String FRAMES = "frames";
  private static final String WORK = "work";

  private LocalizerTopology() {}

  /** What all processors have in common. */
  record Parts(
      PendingFrames pending,
      String modelId,
      String device,
      boolean transactional,
      InstantSource clock,
      LocalizerMetrics metrics) {}

  /** The topology of a purpose. */
  static Topology build(Purpose purpose, Parts parts) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Topology topology =
        new Topology()
            .addSource(
                FRAMES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), purpose.frames());
    switch (purpose) {
      case Purpose.Localize localize -> addLocalizing(topology, localize, parts);
      case Purpose.Describe describe ->
          topology.addProcessor(
              WORK,
              () ->
                  new DescribeProcessor(
                      parts.pending(),
                      new DescribeProcessor.Origin(
                          parts.modelId(), parts.device(), describe.instance()),
                      parts.metrics()),
              FRAMES);
    }
    return topology
        .addSink(RESULTS, purpose.results(), bytes, bytes, WORK)
        .addSink(DEAD_LETTERS, Topics.DEAD_LETTERS, bytes, bytes, WORK);
  }

  private static void addLocalizing(Topology topology, Purpose.Localize purpose, Parts parts) {
    RecordCodec<Localization> codec = RecordCodec.ofOneVersion(Localization.class);
    topology
        .addProcessor(
            WORK,
            () ->
                new FrameProcessor(
                    parts.pending(),
                    purpose,
                    parts.device(),
                    codec,
                    parts.transactional(),
                    parts.clock(),
                    parts.metrics()),
            FRAMES)
        .addStateStore(RobotStateStore.builder(RobotStateStore.BELIEFS), WORK)
        .addStateStore(RobotStateStore.builder(RobotStateStore.LAST_OUTCOMES), WORK);
  }
}
