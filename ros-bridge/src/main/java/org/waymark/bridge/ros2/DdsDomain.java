package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;

/**
 * A DDS domain of this process. The library has one of each number, so nodes of one process share
 * it: the first one's configuration is everybody's.
 */
final class DdsDomain implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DdsDomain.class);
  private static final Map<Integer, DdsDomain> OPEN = new HashMap<>();

  private final Cyclone cyclone;
  private final int id;
  private final Reach reach;

  private final int entity;

  private int users;

  private DdsDomain(Cyclone cyclone, int id, Reach reach) {
    this.cyclone = cyclone;
    this.id = id;
    this.reach = reach;
    this.entity = create(cyclone, id, reach.configuration());
  }

  private static int create(Cyclone cyclone, int id, String configuration) {
    try (Arena arena = Arena.ofConfined()) {
      int entity = cyclone.createDomain.call(id, arena.allocateFrom(configuration));
      return cyclone.check(entity, "open domain " + id);
    }
  }

  /**
   * The domain of a number, opened where it is not yet.
   *
   * @throws WaymarkException when it cannot be opened
   */
  static DdsDomain open(Cyclone cyclone, int id, Reach reach) {
    synchronized (OPEN) {
      DdsDomain domain = OPEN.computeIfAbsent(id, _ -> new DdsDomain(cyclone, id, reach));
      if (!domain.reach.equals(reach)) {
        LOG.warn(
            "Domain {} is open already and reaches {}, not {}",
            id,
            domain.reach.words(),
            reach.words());
      }
      domain.users++;
      return domain;
    }
  }

  /** A new participant; its children are deleted with it. */
  int createParticipant() {
    int participant = cyclone.createParticipant.call(id, MemorySegment.NULL, MemorySegment.NULL);
    return cyclone.check(participant, "join domain " + id);
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(id);
        var _ = cyclone.delete.call(entity);
      }
    }
  }
}
