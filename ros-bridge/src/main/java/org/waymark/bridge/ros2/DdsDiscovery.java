package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Who reads and who writes in the domain, by the library's own topics. Any thread may use it. */
@SuppressWarnings("restricted") // calls into native code
final class DdsDiscovery {

  private static final long FRESH_NANOS = 500_000_000L;
  private static final int FIRST_CAPACITY = 256;
  private static final int MAX_CAPACITY = 1 << 16;
  private static final int MAX_NAME_BYTES = 1024;

  /** Layout of {@code dds_builtintopic_endpoint_t}. */
  private static final long TOPIC_NAME = 40;

  private static final long TYPE_NAME = 48;
  private static final long QOS = 56;
  private static final long ENDPOINT_BYTES = 64;

  private final Cyclone cyclone;
  private final Listing writers;
  private final Listing readers;

  DdsDiscovery(Cyclone cyclone, int participant) {
    this.cyclone = cyclone;
    this.writers = new Listing(reader(participant, Cyclone.PUBLICATIONS));
    this.readers = new Listing(reader(participant, Cyclone.SUBSCRIPTIONS));
  }

  private int reader(int participant, int topic) {
    int reader =
        cyclone.createReader.call(participant, topic, MemorySegment.NULL, MemorySegment.NULL);
    return cyclone.check(reader, "read who is in the domain");
  }

  /** The writers of a topic, as of half a second ago at most. */
  List<DdsEndpoint> writers(String ddsTopic) {
    return writers.of(ddsTopic);
  }

  /** The readers of a topic, as of half a second ago at most. */
  List<DdsEndpoint> readers(String ddsTopic) {
    return readers.of(ddsTopic);
  }

  /** All endpoints of one kind, looked at now and then. */
  private final class Listing {

    private final int reader;
    private List<DdsEndpoint> endpoints = List.of();
    private long readAt = System.nanoTime() - FRESH_NANOS;
    private int capacity = FIRST_CAPACITY;

    Listing(int reader) {
      this.reader = reader;
    }

    synchronized List<DdsEndpoint> of(String topic) {
      if (System.nanoTime() - readAt >= FRESH_NANOS) {
        endpoints = read();
        readAt = System.nanoTime();
      }
      return endpoints.stream().filter(endpoint -> endpoint.topic().equals(topic)).toList();
    }

    private List<DdsEndpoint> read() {
      while (true) {
        List<DdsEndpoint> found = read(capacity);
        if (found.size() < capacity || capacity >= MAX_CAPACITY) {
          return found;
        }
        capacity *= 2;
      }
    }

    private List<DdsEndpoint> read(int count) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment samples = arena.allocate(ValueLayout.ADDRESS, count);
        MemorySegment infos = arena.allocate(Cyclone.SAMPLE_INFO_BYTES * count, Long.BYTES);
        // Those that are gone would be kept for ever.
        giveBack(
            samples, cyclone.take.call(reader, samples, infos, count, count, Cyclone.GONE_STATE));
        int read = cyclone.read.call(reader, samples, infos, count, count, Cyclone.ALIVE_STATE);
        var _ = cyclone.check(read, "read who is in the domain");
        List<DdsEndpoint> found = new ArrayList<>();
        for (int i = 0; i < read; i++) {
          found.add(endpoint(samples.getAtIndex(ValueLayout.ADDRESS, i), arena));
        }
        giveBack(samples, read);
        return found;
      }
    }

    private DdsEndpoint endpoint(MemorySegment pointer, Arena arena) {
      MemorySegment sample = pointer.reinterpret(ENDPOINT_BYTES);
      return new DdsEndpoint(
          Cyclone.text(sample.get(ValueLayout.ADDRESS, TOPIC_NAME), MAX_NAME_BYTES),
          Cyclone.text(sample.get(ValueLayout.ADDRESS, TYPE_NAME), MAX_NAME_BYTES),
          DdsQos.read(cyclone, sample.get(ValueLayout.ADDRESS, QOS), arena));
    }

    private void giveBack(MemorySegment samples, int count) {
      if (count > 0) {
        var _ = cyclone.returnLoan.call(reader, samples, count);
      }
      samples.fill((byte) 0);
    }
  }
}
