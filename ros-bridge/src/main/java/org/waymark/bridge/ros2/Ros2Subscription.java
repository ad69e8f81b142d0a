package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.message.CdrReader;
import org.waymark.bridge.message.MalformedMessageException;
import org.waymark.bridge.message.MessageType;

/** A topic that is listened to, on a thread of its own. */
final class Ros2Subscription<M> implements Subscription, Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Ros2Subscription.class);

  private static final long MAX_MESSAGE_BYTES = 128 << 20;
  private static final long WAIT_NANOS = 1_000_000_000L;
  private static final long WORDS_EVERY_NANOS = 10_000_000_000L;
  private static final long PATIENCE_MILLIS = 5_000;

  private final Ros2Participant participant;
  private final String topic;
  private final MessageType<M> type;
  private final DdsQos wanted;
  private final MessageListener<M> listener;
  private final LongSupplier clock;
  private final int topicEntity;
  private final int reader;
  private final int waitset;
  private final Thread thread;
  private volatile boolean closed;
  private long toldAt = System.nanoTime() - WORDS_EVERY_NANOS;
  private long unusable;

  /**
   * @param clock ROS time in nanoseconds
   */
  Ros2Subscription(
      Ros2Participant participant,
      String topic,
      MessageType<M> type,
      Qos qos,
      MessageListener<M> listener,
      LongSupplier clock) {
    this.participant = participant;
    this.topic = topic;
    this.type = type;
    this.wanted = DdsQos.of(qos);
    this.listener = listener;
    this.clock = clock;
    Cyclone cyclone = participant.cyclone();
    this.topicEntity = participant.createTopic(topic, type);
    this.reader = participant.createReader(topicEntity, qos);
    this.waitset =
        cyclone.check(cyclone.createWaitset.call(participant.entity()), "create a waitset");
    int arrived =
        cyclone.check(
            cyclone.createReadCondition.call(reader, Cyclone.ANY_STATE), "wait for messages");
    var _ = cyclone.check(cyclone.attach.call(waitset, arrived, 0), "wait for messages");
    // So that close can wake the thread.
    var _ = cyclone.check(cyclone.attach.call(waitset, waitset, 0), "wait for messages");
    this.thread = Thread.ofPlatform().name("ros2 " + topic).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment serdata = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment info = arena.allocate(Cyclone.SAMPLE_INFO_BYTES, Long.BYTES);
      while (!closed) {
        int woken = participant.cyclone().waitFor.call(waitset, MemorySegment.NULL, 0, WAIT_NANOS);
        if (woken < 0) {
          return; // its participant is gone
        }
        takeAll(serdata, info);
      }
    }
  }

  private void takeAll(MemorySegment serdata, MemorySegment info) {
    while (!closed
        && participant.cyclone().takeCdr.call(reader, serdata, 1, info, Cyclone.ANY_STATE) == 1) {
      MemorySegment sample = serdata.get(ValueLayout.ADDRESS, 0);
      M message = null;
      long received = clock.getAsLong();
      try {
        if (info.get(ValueLayout.JAVA_BYTE, Cyclone.SAMPLE_INFO_VALID) != 0) {
          message = decode(sample);
        }
      } finally {
        participant.serdata().release(sample);
      }
      if (message != null) {
        deliver(message, received);
      }
    }
  }

  private @Nullable M decode(MemorySegment sample) {
    long size = participant.serdata().size(sample);
    if (size > MAX_MESSAGE_BYTES) {
      leaveOut(
          "a message of %d bytes; more than %d are not read".formatted(size, MAX_MESSAGE_BYTES));
      return null;
    }
    Decoder decoder = new Decoder();
    try {
      participant.serdata().read(sample, decoder::read);
    } catch (MalformedMessageException e) {
      leaveOut(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      leaveOut(noMemory(size));
    }
    return decoder.message;
  }

  private static String noMemory(long size) {
    return "no memory for a message of %d bytes; give the bridge more with WAYMARK_JAVA_OPTS=-Xmx512m"
        .formatted(size);
  }

  /** Reads while the bytes are there. */
  private final class Decoder {
    private @Nullable M message;

    private void read(ByteBuffer cdr) {
      message = CdrReader.fromBytes(type, cdr);
    }
  }

  private void deliver(M message, long received) {
    try {
      listener.onMessage(message, received);
    } catch (RuntimeException e) {
      LOG.warn("A message on {} could not be handled", topic, e);
    } catch (OutOfMemoryError e) {
      // Its thread must go on: the next message may be smaller.
      leaveOut(
          "no memory to handle a message; give the bridge more with WAYMARK_JAVA_OPTS=-Xmx512m");
    }
  }

  private void leaveOut(String problem) {
    unusable++;
    if (System.nanoTime() - toldAt >= WORDS_EVERY_NANOS) {
      toldAt = System.nanoTime();
      LOG.warn("{}: {} ({} left out so far)", topic, problem, unusable);
    }
  }

  @Override
  public int publishers() {
    return closed
        ? 0
        : Math.max(
            0, participant.cyclone().matchedPublications.call(reader, MemorySegment.NULL, 0));
  }

  @Override
  public Optional<String> problem() {
    return Endpoint.mismatch(
        "a publisher of " + topic,
        type,
        participant.discovery().writers(Ros2Names.ddsTopic(topic)),
        writer -> writer.qos().mismatch(wanted));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    var _ = participant.cyclone().setTrigger.call(waitset, 1);
    if (Thread.currentThread() != thread) {
      try {
        thread.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    participant.delete(waitset);
    participant.delete(reader);
    participant.delete(topicEntity);
  }
}
