package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.message.MessageType;

/**
 * A node's place in its DDS domain.
 *
 * @param entity the participant
 */
record Ros2Participant(Cyclone cyclone, int entity, DdsDiscovery discovery, Serdata serdata) {

  static Ros2Participant join(Cyclone cyclone, DdsDomain domain) {
    int entity = domain.createParticipant();
    return new Ros2Participant(
        cyclone, entity, new DdsDiscovery(cyclone, entity), new Serdata(cyclone));
  }

  /** A topic of its own for each endpoint, so that a name may carry another type later. */
  int createTopic(String topic, MessageType<?> type) {
    try (Arena arena = Arena.ofConfined()) {
      int created =
          cyclone.createTopic.call(
              entity,
              DdsType.of(type).descriptor(arena),
              arena.allocateFrom(Ros2Names.ddsTopic(topic)),
              MemorySegment.NULL,
              MemorySegment.NULL);
      return cyclone.check(created, "create topic %s of %s".formatted(topic, type.ros2Name()));
    }
  }

  int createReader(int topic, Qos qos) {
    MemorySegment created = DdsQos.create(cyclone, qos);
    try {
      return createReader(topic, created);
    } finally {
      cyclone.deleteQos.call(created);
    }
  }

  int createReader(int topic, MemorySegment qos) {
    return cyclone.check(
        cyclone.createReader.call(entity, topic, qos, MemorySegment.NULL), "create a reader");
  }

  int createWriter(int topic, Qos qos) {
    MemorySegment created = DdsQos.create(cyclone, qos);
    try {
      return createWriter(topic, created);
    } finally {
      cyclone.deleteQos.call(created);
    }
  }

  int createWriter(int topic, MemorySegment qos) {
    return cyclone.check(
        cyclone.createWriter.call(entity, topic, qos, MemorySegment.NULL), "create a writer");
  }

  void delete(int child) {
    var _ = cyclone.delete.call(child);
  }
}
