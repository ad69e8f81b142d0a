package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Samples as the library holds them ({@code struct ddsi_serdata}): CDR with its encapsulation, in
 * this machine's byte order.
 */
@SuppressWarnings("restricted") // calls into native code
final class Serdata {

  private static final int DATA = 2;

  /** The wire counts in fours; the encapsulation's last byte tells how many bytes are filling. */
  private static final int UNIT = 4;

  private static final int FILLING = 3;

  /** Where a sample names its type; the header forbids to move it. */
  private static final long TYPE = 24;

  /** Layout of {@code struct iovec}. */
  private static final long VECTOR_BYTES = 16;

  private static final long VECTOR_LENGTH = 8;

  private final Cyclone cyclone;

  Serdata(Cyclone cyclone) {
    this.cyclone = cyclone;
  }

  /**
   * A sample of these bytes.
   *
   * @param type {@code struct ddsi_sertype}
   * @return to be released, or null where the bytes are no sample of the type
   */
  MemorySegment of(MemorySegment type, byte[] cdr) {
    return ofWhole(type, filled(cdr));
  }

  private static byte[] filled(byte[] cdr) {
    int filling = -cdr.length & (UNIT - 1);
    if (filling == 0 || cdr.length < UNIT) {
      return cdr;
    }
    byte[] whole = Arrays.copyOf(cdr, cdr.length + filling);
    whole[FILLING] |= (byte) filling;
    return whole;
  }

  private MemorySegment ofWhole(MemorySegment type, byte[] cdr) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(VECTOR_BYTES, Long.BYTES);
      vector.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(ValueLayout.JAVA_BYTE, cdr));
      vector.set(ValueLayout.JAVA_LONG, VECTOR_LENGTH, cdr.length);
      return cyclone.serdataFromVectors.call(type, DATA, 1, vector, cdr.length);
    }
  }

  /** How many bytes it has. */
  long size(MemorySegment serdata) {
    return Integer.toUnsignedLong(cyclone.serdataSize.call(serdata));
  }

  /**
   * Looks at its bytes where they are.
   *
   * @param look gets them; they are gone when it returns
   */
  void read(MemorySegment serdata, Consumer<ByteBuffer> look) {
    long size = size(serdata);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(VECTOR_BYTES, Long.BYTES);
      MemorySegment held = cyclone.serdataToVector.call(serdata, 0, size, vector);
      try {
        MemorySegment bytes = vector.get(ValueLayout.ADDRESS, 0).reinterpret(size);
        look.accept(bytes.asByteBuffer().asReadOnlyBuffer());
      } finally {
        cyclone.serdataReleaseVector.call(held, vector);
      }
    }
  }

  /** Its type, {@code struct ddsi_sertype}: as long-lived as the topic. */
  static MemorySegment type(MemorySegment serdata) {
    return serdata
        .reinterpret(TYPE + ValueLayout.ADDRESS.byteSize())
        .get(ValueLayout.ADDRESS, TYPE);
  }

  void release(MemorySegment serdata) {
    cyclone.serdataRelease.call(serdata);
  }
}
