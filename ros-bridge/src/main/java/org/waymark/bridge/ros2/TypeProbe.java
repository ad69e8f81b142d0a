package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.waymark.bridge.graph.Qos;
import org.waymark.core.WaymarkException;

/**
 * Finds the library's own object for a topic's type, which samples are made with. Version 0.10 has
 * no function for it, but every sample names it. So one empty sample goes from a writer to a reader
 * of the topic, in a partition that nobody else is in.
 */
final class TypeProbe {

  private TypeProbe() {}

  /**
   * The {@code struct ddsi_sertype} of a topic, valid as long as the topic.
   *
   * @param size of an empty sample's structure
   */
  static MemorySegment typeOf(Ros2Participant participant, int topic, int size) {
    Cyclone cyclone = participant.cyclone();
    MemorySegment qos = DdsQos.create(cyclone, Qos.reliable(1));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment partitions = arena.allocate(ValueLayout.ADDRESS);
      partitions.set(ValueLayout.ADDRESS, 0, arena.allocateFrom("waymark-" + UUID.randomUUID()));
      cyclone.setPartition.call(qos, 1, partitions);
      int reader = participant.createReader(topic, qos);
      int writer = participant.createWriter(topic, qos);
      try {
        int result = cyclone.write.call(writer, arena.allocate(size, Long.BYTES));
        var _ = cyclone.check(result, "write an empty sample");
        return take(participant, reader, arena);
      } finally {
        participant.delete(writer);
        participant.delete(reader);
      }
    } finally {
      cyclone.deleteQos.call(qos);
    }
  }

  private static MemorySegment take(Ros2Participant participant, int reader, Arena arena) {
    MemorySegment serdata = arena.allocate(ValueLayout.ADDRESS);
    MemorySegment info = arena.allocate(Cyclone.SAMPLE_INFO_BYTES, Long.BYTES);
    int taken = participant.cyclone().takeCdr.call(reader, serdata, 1, info, Cyclone.ANY_STATE);
    if (taken != 1) {
      throw new WaymarkException(
          "this library of Cyclone DDS does not deliver within a process; version 0.10 does");
    }
    MemorySegment sample = serdata.get(ValueLayout.ADDRESS, 0);
    MemorySegment type = Serdata.type(sample);
    participant.serdata().release(sample);
    return type;
  }
}
