package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.waymark.bridge.graph.Qos;

/**
 * Those of DDS's policies on which ROS nodes disagree in practice. A publisher has to offer at
 * least what a subscriber asks for, or nothing flows between them.
 *
 * @param reliable whether lost messages are sent again
 * @param transientLocal whether the last messages are kept for those who come later
 */
record DdsQos(boolean reliable, boolean transientLocal) {

  private static final int BEST_EFFORT = 0;
  private static final int RELIABLE = 1;
  private static final int VOLATILE = 0;
  private static final int TRANSIENT_LOCAL = 1;
  private static final int KEEP_LAST = 0;
  private static final short PLAIN_CDR = 0;

  static DdsQos of(Qos qos) {
    return new DdsQos(qos.reliable(), qos.latched());
  }

  /** What a {@code dds_qos_t} says. */
  static DdsQos read(Cyclone cyclone, MemorySegment qos, Arena arena) {
    MemorySegment kind = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment nanos = arena.allocate(ValueLayout.JAVA_LONG);
    boolean reliable =
        cyclone.getReliability.call(qos, kind, nanos)
            && kind.get(ValueLayout.JAVA_INT, 0) == RELIABLE;
    boolean kept =
        cyclone.getDurability.call(qos, kind)
            && kind.get(ValueLayout.JAVA_INT, 0) >= TRANSIENT_LOCAL;
    return new DdsQos(reliable, kept);
  }

  /**
   * The {@code dds_qos_t} of an endpoint. Messages travel in the version of CDR that ROS uses; a
   * writer never waits for a slow reader.
   *
   * @return to be deleted by {@code dds_delete_qos}
   */
  static MemorySegment create(Cyclone cyclone, Qos qos) {
    MemorySegment created = cyclone.createQos.call();
    cyclone.setReliability.call(created, qos.reliable() ? RELIABLE : BEST_EFFORT, 0);
    cyclone.setDurability.call(created, qos.latched() ? TRANSIENT_LOCAL : VOLATILE);
    cyclone.setHistory.call(created, KEEP_LAST, qos.depth());
    try (Arena arena = Arena.ofConfined()) {
      cyclone.setRepresentation.call(
          created, 1, arena.allocateFrom(ValueLayout.JAVA_SHORT, PLAIN_CDR));
    }
    return created;
  }

  /** Why a reader that asks for {@code wanted} hears nothing of a writer that offers this. */
  Optional<String> mismatch(DdsQos wanted) {
    if (wanted.reliable() && !reliable) {
      return Optional.of("best effort is offered, reliable is asked for");
    }
    return wanted.transientLocal() && !transientLocal
        ? Optional.of("volatile is offered, transient local is asked for")
        : Optional.empty();
  }
}
