package org.waymark.bridge.ros2;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.message.CdrWriter;
import org.waymark.bridge.message.MessageType;
import org.waymark.core.WaymarkException;

/** An offered topic. */
final class Ros2Publication<M> implements Publication<M>, Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Ros2Publication.class);
  private static final long WORDS_EVERY_NANOS = 10_000_000_000L;

  private final Ros2Participant participant;
  private final String topic;
  private final MessageType<M> type;
  private final DdsQos offered;
  private final int topicEntity;
  private final int writer;
  private final MemorySegment ddsType;
  private boolean closed;
  private long leftOut;
  private long toldAt = System.nanoTime() - WORDS_EVERY_NANOS;

  Ros2Publication(Ros2Participant participant, String topic, MessageType<M> type, Qos qos) {
    this.participant = participant;
    this.topic = topic;
    this.type = type;
    this.offered = DdsQos.of(qos);
    this.topicEntity = participant.createTopic(topic, type);
    this.ddsType = TypeProbe.typeOf(participant, topicEntity, DdsType.of(type).size());
    this.writer = participant.createWriter(topicEntity, qos);
  }

  /**
   * {@inheritDoc}
   *
   * @throws WaymarkException when the library refuses the message
   */
  @Override
  public synchronized void publish(M message) {
    if (closed) {
      return;
    }
    MemorySegment serdata = participant.serdata().of(ddsType, CdrWriter.toBytes(type, message));
    if (serdata.equals(MemorySegment.NULL)) {
      throw new WaymarkException(
          "Cyclone DDS refuses a message of %s on %s".formatted(type.ros2Name(), topic));
    }
    // It takes the sample over, whatever the result.
    int result = participant.cyclone().writeCdr.call(writer, serdata);
    if (result == Cyclone.ERROR_TIMEOUT) {
      leaveOut();
    } else {
      var _ = participant.cyclone().check(result, "publish on " + topic);
    }
  }

  /** A reader is so slow that there is no room for more: all go without this message. */
  private void leaveOut() {
    leftOut++;
    if (System.nanoTime() - toldAt >= WORDS_EVERY_NANOS) {
      toldAt = System.nanoTime();
      LOG.warn("{}: a subscriber is too slow ({} messages left out so far)", topic, leftOut);
    }
  }

  @Override
  public synchronized int subscribers() {
    return closed
        ? 0
        : Math.max(
            0, participant.cyclone().matchedSubscriptions.call(writer, MemorySegment.NULL, 0));
  }

  @Override
  public Optional<String> problem() {
    return Endpoint.mismatch(
        "a subscriber of " + topic,
        type,
        participant.discovery().readers(Ros2Names.ddsTopic(topic)),
        reader -> offered.mismatch(reader.qos()));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      participant.delete(writer);
      participant.delete(topicEntity);
    }
  }
}
