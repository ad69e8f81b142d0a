package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.waymark.descriptors.checkpoint.Pickled.Bool;
import org.waymark.descriptors.checkpoint.Pickled.Dictionary;
import org.waymark.descriptors.checkpoint.Pickled.Global;
import org.waymark.descriptors.checkpoint.Pickled.Int;
import org.waymark.descriptors.checkpoint.Pickled.None;
import org.waymark.descriptors.checkpoint.Pickled.Opaque;
import org.waymark.descriptors.checkpoint.Pickled.Real;
import org.waymark.descriptors.checkpoint.Pickled.Sequence;
import org.waymark.descriptors.checkpoint.Pickled.Text;
import org.waymark.descriptors.checkpoint.Pickled.Tuple;

/**
 * Reads one pickle into plain data. Understands the instructions of protocols 2 to 5 that files of
 * numbers use (named as in Python's {@code pickletools}), and does nothing that a pickle asks for
 * beyond building lists, dictionaries and tuples: what names mean is decided by {@link
 * TorchVocabulary}, which looks nothing up.
 *
 * <p>The work is bounded by the number of instructions, nesting costs no stack, and nothing is
 * hashed but text.
 */
final class PickleReader {

  private static final int MAX_INSTRUCTIONS = 4_000_000;
  private static final int MAX_PROTOCOL = 5;

  private final PickleInput in;
  private final TorchVocabulary vocabulary;
  private final List<Pickled> stack = new ArrayList<>();

  /** Heights of the stack at which a MARK stands. */
  private final List<Integer> marks = new ArrayList<>();

  private final Map<Long, Pickled> memo = new HashMap<>();

  PickleReader(PickleInput in, TorchVocabulary vocabulary) {
    this.in = in;
    this.vocabulary = vocabulary;
  }

  /**
   * Reads up to and including the STOP.
   *
   * @throws MalformedPickleException when this is no pickle, or a damaged one
   * @throws org.waymark.core.WaymarkException when it names what no weights need
   */
  Pickled read() throws IOException {
    for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
      int instruction = in.readByte();
      if (instruction == '.') {
        return pop();
      }
      execute(instruction);
    }
    throw new MalformedPickleException(
        "it has more than %d instructions".formatted(MAX_INSTRUCTIONS));
  }

  private void execute(int instruction) throws IOException {
    switch (instruction) {
      case 0x80 -> requireProtocol(in.readByte()); // PROTO
      case 0x95 -> in.readNumber(8); // FRAME: only a hint for buffering
      case '(' -> marks.add(stack.size()); // MARK
      case '0' -> pop(); // POP
      case '1' -> popMark(); // POP_MARK
      case '2' -> push(top()); // DUP
      case 'N' -> push(None.NONE);
      case 0x88 -> push(new Bool(true)); // NEWTRUE
      case 0x89 -> push(new Bool(false)); // NEWFALSE
      case 'J' -> push(new Int((int) in.readNumber(4))); // BININT
      case 'K' -> push(new Int(in.readNumber(1))); // BININT1
      case 'M' -> push(new Int(in.readNumber(2))); // BININT2
      case 0x8a -> push(integer(in.readBytes(in.readNumber(1)))); // LONG1
      case 'G' -> push(new Real(in.readDouble())); // BINFLOAT
      case 'X' -> push(text(in.readNumber(4))); // BINUNICODE
      case 0x8c -> push(text(in.readNumber(1))); // SHORT_BINUNICODE
      case 0x8d -> push(text(in.readNumber(8))); // BINUNICODE8
      case 'U' -> push(text(in.readNumber(1))); // SHORT_BINSTRING, Python 2's text
      case 'T' -> push(text(in.readNumber(4))); // BINSTRING
      case 'B' -> pushSkipped(in.readNumber(4)); // BINBYTES
      case 'C' -> pushSkipped(in.readNumber(1)); // SHORT_BINBYTES
      case 0x8e -> pushSkipped(in.readNumber(8)); // BINBYTES8
      case ')' -> push(new Tuple(List.of())); // EMPTY_TUPLE
      case 't' -> push(new Tuple(popMark())); // TUPLE
      case 0x85 -> push(new Tuple(popLast(1))); // TUPLE1
      case 0x86 -> push(new Tuple(popLast(2))); // TUPLE2
      case 0x87 -> push(new Tuple(popLast(3))); // TUPLE3
      case ']' -> push(new Sequence()); // EMPTY_LIST
      case 'a' -> append(popLast(1)); // APPEND
      case 'e' -> append(popMark()); // APPENDS
      case '}' -> push(new Dictionary()); // EMPTY_DICT
      case 's' -> putAll(popLast(2)); // SETITEM
      case 'u' -> putAll(popMark()); // SETITEMS
      case 0x8f -> push(Opaque.OPAQUE); // EMPTY_SET
      case 0x90 -> popMark(); // ADDITEMS
      case 0x91 -> { // FROZENSET
        popMark();
        push(Opaque.OPAQUE);
      }
      case 'q' -> memo.put(in.readNumber(1), top()); // BINPUT
      case 'r' -> memo.put(in.readNumber(4), top()); // LONG_BINPUT
      case 0x94 -> memo.put((long) memo.size(), top()); // MEMOIZE
      case 'h' -> push(remembered(in.readNumber(1))); // BINGET
      case 'j' -> push(remembered(in.readNumber(4))); // LONG_BINGET
      case 'c' -> push(vocabulary.global(in.readLine(), in.readLine())); // GLOBAL
      case 0x93 -> pushStackGlobal(); // STACK_GLOBAL
      case 'R', 0x81 -> call(popLast(2)); // REDUCE, NEWOBJ
      case 0x92 -> call(popLast(3)); // NEWOBJ_EX
      case 'b' -> pop(); // BUILD: attributes beside the content, such as _metadata
      case 'Q' -> push(vocabulary.persistent(pop())); // BINPERSID
      default ->
          throw new MalformedPickleException(
              "instruction 0x%02x at byte %d is unknown".formatted(instruction, in.position() - 1));
    }
  }

  private static void requireProtocol(int protocol) throws MalformedPickleException {
    if (protocol > MAX_PROTOCOL) {
      throw new MalformedPickleException("pickle protocol %d is unknown".formatted(protocol));
    }
  }

  private static Int integer(byte[] littleEndian) throws MalformedPickleException {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    BigInteger value = bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    // Larger ones occur only as the legacy form's magic number, whose low bits do as well.
    return new Int(value.longValue());
  }

  private Text text(long bytes) throws IOException {
    return new Text(new String(in.readBytes(bytes), StandardCharsets.UTF_8));
  }

  private void pushSkipped(long bytes) throws IOException {
    in.skip(bytes);
    push(Opaque.OPAQUE);
  }

  private void pushStackGlobal() throws MalformedPickleException {
    List<Pickled> names = popLast(2);
    if (!(names.getFirst() instanceof Text module) || !(names.getLast() instanceof Text name)) {
      throw new MalformedPickleException("a name is no text");
    }
    push(vocabulary.global(module.value(), name.value()));
  }

  private void call(List<Pickled> parts) throws MalformedPickleException {
    if (!(parts.get(1) instanceof Tuple arguments)) {
      throw new MalformedPickleException("arguments are no tuple");
    }
    push(
        switch (parts.getFirst()) {
          case Global callee -> vocabulary.call(callee, arguments.items());
          case Opaque _ -> Opaque.OPAQUE;
          default -> throw new MalformedPickleException("something is called that cannot be");
        });
  }

  private void append(List<Pickled> items) throws MalformedPickleException {
    switch (top()) {
      case Sequence list -> list.items.addAll(items);
      case Opaque _ -> {}
      default -> throw new MalformedPickleException("items go into what is no list");
    }
  }

  private void putAll(List<Pickled> pairs) throws MalformedPickleException {
    if (pairs.size() % 2 != 0) {
      throw new MalformedPickleException("a dictionary has a key without a value");
    }
    switch (top()) {
      case Dictionary dictionary -> {
        for (int i = 0; i < pairs.size(); i += 2) {
          dictionary.put(pairs.get(i), pairs.get(i + 1));
        }
      }
      case Opaque _ -> {}
      default -> throw new MalformedPickleException("entries go into what is no dictionary");
    }
  }

  private Pickled remembered(long index) throws MalformedPickleException {
    Pickled value = memo.get(index);
    if (value == null) {
      throw new MalformedPickleException("nothing was remembered as %d".formatted(index));
    }
    return value;
  }

  private void push(Pickled value) {
    stack.add(value);
  }

  private Pickled top() throws MalformedPickleException {
    requireHeight(1);
    return stack.getLast();
  }

  private Pickled pop() throws MalformedPickleException {
    requireHeight(1);
    return stack.removeLast();
  }

  private List<Pickled> popLast(int count) throws MalformedPickleException {
    requireHeight(count);
    return popFrom(stack.size() - count);
  }

  private List<Pickled> popMark() throws MalformedPickleException {
    if (marks.isEmpty()) {
      throw new MalformedPickleException("a mark is missing");
    }
    return popFrom(marks.removeLast());
  }

  private List<Pickled> popFrom(int height) {
    List<Pickled> tail = stack.subList(height, stack.size());
    List<Pickled> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  /** Nothing is taken from below the last mark. */
  private void requireHeight(int count) throws MalformedPickleException {
    int floor = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() - floor < count) {
      throw new MalformedPickleException("it takes more values than it gave");
    }
  }
}
