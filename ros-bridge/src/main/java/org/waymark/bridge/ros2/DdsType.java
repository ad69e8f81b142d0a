package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.waymark.bridge.message.MessageField;
import org.waymark.bridge.message.MessageType;

/**
 * A message type as Cyclone DDS has to know it: the program by which the library checks the bytes
 * of a sample, swaps their order and counts their ends ({@code dds/ddsc/dds_opcodes.h}).
 *
 * @param name the type's name in DDS
 * @param operations that program
 * @param size of the C structure that it would fill, in bytes
 */
record DdsType(String name, List<Integer> operations, int size) {

  private static final int DESCRIPTOR_BYTES = 128;
  private static final int ALIGNMENT = 8;

  private static final int FIELD = 0x0100_0000;
  private static final int END = 0;
  private static final int STRING = 0x05;
  private static final int SEQUENCE = 0x07;
  private static final int ARRAY = 0x08;
  private static final int STRUCTURE = 0x0a;
  private static final int POINTER_BYTES = 8;
  private static final int SEQUENCE_BYTES = 24;

  DdsType {
    operations = List.copyOf(operations);
  }

  static DdsType of(MessageType<?> type) {
    Program program = new Program();
    int size = program.write(type);
    return new DdsType(Ros2Names.ddsType(type), program.operations, size);
  }

  /** The {@code dds_topic_descriptor_t} of it. */
  MemorySegment descriptor(Arena arena) {
    MemorySegment descriptor = arena.allocate(DESCRIPTOR_BYTES, ALIGNMENT);
    descriptor.set(ValueLayout.JAVA_INT, 0, size);
    descriptor.set(ValueLayout.JAVA_INT, 4, ALIGNMENT);
    descriptor.set(ValueLayout.ADDRESS, 16, arena.allocateFrom(name));
    descriptor.set(ValueLayout.JAVA_INT, 32, operations.size());
    descriptor.set(
        ValueLayout.ADDRESS,
        40,
        arena.allocateFrom(
            ValueLayout.JAVA_INT, operations.stream().mapToInt(Integer::intValue).toArray()));
    descriptor.set(ValueLayout.ADDRESS, 48, arena.allocateFrom(""));
    return descriptor;
  }

  /** A structure's extent in memory, as C lays it out. */
  private record Extent(int size, int alignment) {

    static final Extent NONE = new Extent(0, 1);

    Extent aligned() {
      return new Extent(align(size, alignment), alignment);
    }

    static int align(int offset, int alignment) {
      return (offset + alignment - 1) / alignment * alignment;
    }
  }

  /** An element's program that is still to be written, and the instruction that jumps to it. */
  private record Pending(int instruction, MessageType<?> element) {}

  /** Instructions as they are written. */
  private static final class Program {

    private static final int SEQUENCE_WORDS = 4;

    final List<Integer> operations = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Writes a type and all that is in it; returns its size. */
    int write(MessageType<?> type) {
      Extent extent = fields(type, 0).aligned();
      operations.add(END);
      while (!pending.isEmpty()) {
        Pending next = pending.remove();
        int jump = operations.size() - next.instruction();
        operations.set(
            next.instruction() + SEQUENCE_WORDS - 1, SEQUENCE_WORDS << Short.SIZE | jump);
        var _ = fields(next.element(), 0);
        operations.add(END);
      }
      return Math.max(extent.size(), 1);
    }

    /** Writes the fields of a structure that begins at an offset; a structure within is in line. */
    private Extent fields(MessageType<?> type, int start) {
      Extent extent = Extent.NONE;
      for (MessageField field : type.fields()) {
        // ROS 2's header has no counter.
        if (!(type.name().equals("std_msgs/Header") && field.name().equals("seq"))) {
          extent = field(field, start, extent);
        }
      }
      return extent;
    }

    private Extent field(MessageField field, int start, Extent before) {
      if (field.message().isPresent()) {
        return message(field, field.message().get(), start, before);
      }
      return switch (field.type()) {
        case "time", "duration" -> {
          requireSingle(field);
          Extent seconds = put(start, before, code(Integer.BYTES) << 16, Integer.BYTES);
          yield put(start, seconds, code(Integer.BYTES) << 16, Integer.BYTES);
        }
        case "string" -> primitive(field, STRING, POINTER_BYTES, start, before);
        default -> {
          int bytes = bytes(field.type());
          yield primitive(field, code(bytes), bytes, start, before);
        }
      };
    }

    private Extent primitive(MessageField field, int code, int bytes, int start, Extent before) {
      return switch (field.length()) {
        case MessageField.SINGLE -> put(start, before, code << 16, bytes);
        case MessageField.ANY_LENGTH -> sequence(start, before, code);
        default -> {
          int offset = Extent.align(before.size(), bytes);
          operations.add(FIELD | ARRAY << 16 | code << 8);
          operations.add(start + offset);
          operations.add(field.length());
          yield new Extent(offset + bytes * field.length(), Math.max(before.alignment(), bytes));
        }
      };
    }

    private Extent message(MessageField field, MessageType<?> message, int start, Extent before) {
      if (field.length() == MessageField.SINGLE) {
        Extent alone = new Program().fields(message, 0).aligned();
        int offset = Extent.align(before.size(), alone.alignment());
        var _ = fields(message, start + offset);
        return new Extent(offset + alone.size(), Math.max(before.alignment(), alone.alignment()));
      }
      if (field.length() != MessageField.ANY_LENGTH) {
        throw new IllegalArgumentException("arrays of messages are not supported: " + field);
      }
      pending.add(new Pending(operations.size(), message));
      Extent extent = sequence(start, before, STRUCTURE);
      operations.add(new Program().fields(message, 0).aligned().size());
      operations.add(END); // the jump, once it is known
      return extent;
    }

    private Extent sequence(int start, Extent before, int element) {
      return put(start, before, SEQUENCE << 16 | element << 8, POINTER_BYTES, SEQUENCE_BYTES);
    }

    private Extent put(int start, Extent before, int what, int bytes) {
      return put(start, before, what, bytes, bytes);
    }

    private Extent put(int start, Extent before, int what, int alignment, int bytes) {
      int offset = Extent.align(before.size(), alignment);
      operations.add(FIELD | what);
      operations.add(start + offset);
      return new Extent(offset + bytes, Math.max(before.alignment(), alignment));
    }

    private static void requireSingle(MessageField field) {
      if (field.length() != MessageField.SINGLE) {
        throw new IllegalArgumentException("arrays of times are not supported: " + field);
      }
    }

    private static int bytes(String builtin) {
      return switch (builtin) {
        case "bool", "int8", "uint8", "byte", "char" -> 1;
        case "int16", "uint16" -> 2;
        case "int32", "uint32", "float32" -> 4;
        case "int64", "uint64", "float64" -> 8;
        default -> throw new IllegalArgumentException("no builtin type: " + builtin);
      };
    }

    /** The code of a value of so many bytes. */
    private static int code(int bytes) {
      return Integer.numberOfTrailingZeros(bytes) + 1;
    }
  }
}
