package org.waymark.bridge.ros2;

import java.lang.foreign.MemorySegment;

/**
 * The shapes of those functions of Cyclone DDS that are used. A Java {@code int} is a C {@code
 * int32_t}, {@code uint32_t} or enum, a {@code long} an {@code int64_t} or {@code size_t}. They are
 * public because {@code MethodHandleProxies} asks for it.
 */
final class CycloneFunctions {

  private CycloneFunctions() {}

  @FunctionalInterface
  public interface IntOfInt {
    int call(int entity);
  }

  @FunctionalInterface
  public interface IntOfIntInt {
    int call(int entity, int other);
  }

  @FunctionalInterface
  public interface IntOfIntPointer {
    int call(int entity, MemorySegment value);
  }

  @FunctionalInterface
  public interface IntOfIntPointerInt {
    int call(int entity, MemorySegment value, int count);
  }

  @FunctionalInterface
  public interface IntOfIntPointerLong {
    int call(int entity, MemorySegment value, long count);
  }

  @FunctionalInterface
  public interface IntOfIntPointerPointer {
    int call(int entity, MemorySegment first, MemorySegment second);
  }

  @FunctionalInterface
  public interface IntOfIntIntPointerPointer {
    int call(int entity, int topic, MemorySegment qos, MemorySegment listener);
  }

  @FunctionalInterface
  public interface CreateTopic {
    int call(
        int participant,
        MemorySegment descriptor,
        MemorySegment name,
        MemorySegment qos,
        MemorySegment listener);
  }

  @FunctionalInterface
  public interface Attach {
    int call(int waitset, int entity, long attachment);
  }

  @FunctionalInterface
  public interface Wait {
    int call(int waitset, MemorySegment attachments, long count, long timeoutNanos);
  }

  @FunctionalInterface
  public interface Read {
    int call(
        int reader,
        MemorySegment samples,
        MemorySegment infos,
        long size,
        int maxSamples,
        int states);
  }

  @FunctionalInterface
  public interface TakeCdr {
    int call(int reader, MemorySegment serdata, int maxSamples, MemorySegment infos, int states);
  }

  @FunctionalInterface
  public interface PointerOfNothing {
    MemorySegment call();
  }

  @FunctionalInterface
  public interface PointerOfInt {
    MemorySegment call(int code);
  }

  @FunctionalInterface
  public interface FromVectors {
    MemorySegment call(MemorySegment type, int kind, long count, MemorySegment vectors, long size);
  }

  @FunctionalInterface
  public interface ToVector {
    MemorySegment call(MemorySegment serdata, long offset, long size, MemorySegment vector);
  }

  @FunctionalInterface
  public interface IntOfPointer {
    int call(MemorySegment serdata);
  }

  @FunctionalInterface
  public interface NothingOfPointer {
    void call(MemorySegment serdata);
  }

  @FunctionalInterface
  public interface NothingOfPointerPointer {
    void call(MemorySegment serdata, MemorySegment vector);
  }

  @FunctionalInterface
  public interface NothingOfPointerInt {
    void call(MemorySegment qos, int kind);
  }

  @FunctionalInterface
  public interface NothingOfPointerIntInt {
    void call(MemorySegment qos, int kind, int depth);
  }

  @FunctionalInterface
  public interface NothingOfPointerIntLong {
    void call(MemorySegment qos, int kind, long nanos);
  }

  @FunctionalInterface
  public interface NothingOfPointerIntPointer {
    void call(MemorySegment qos, int count, MemorySegment values);
  }

  @FunctionalInterface
  public interface BoolOfPointerPointer {
    boolean call(MemorySegment qos, MemorySegment kind);
  }

  @FunctionalInterface
  public interface BoolOfPointerPointerPointer {
    boolean call(MemorySegment qos, MemorySegment kind, MemorySegment nanos);
  }
}
