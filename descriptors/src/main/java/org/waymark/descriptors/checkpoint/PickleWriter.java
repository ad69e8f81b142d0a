package org.waymark.descriptors.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the few instructions of pickle protocol 2 that a checkpoint needs: one dictionary of
 * dictionaries of tensors.
 */
final class PickleWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins the outermost dictionary. */
  void begin() {
    out.write(0x80); // PROTO
    out.write(2);
    out.write('}'); // EMPTY_DICT
    out.write('('); // MARK
  }

  /** Ends the outermost dictionary; everything as bytes. */
  byte[] end() {
    endDict();
    out.write('.'); // STOP
    return out.toByteArray();
  }

  void beginOrderedDict() {
    emptyOrderedDict();
    out.write('('); // MARK
  }

  void endDict() {
    out.write('u'); // SETITEMS
  }

  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X'); // BINUNICODE
    number(bytes.length);
    out.writeBytes(bytes);
  }

  void integer(int value) {
    out.write('J'); // BININT
    number(value);
  }

  /** A whole storage as a contiguous tensor that needs no gradient. */
  void tensor(String storageType, int key, List<Integer> shape) {
    global("torch._utils", "_rebuild_tensor_v2");
    out.write('('); // MARK
    storage(storageType, key, shape);
    integer(0);
    integers(shape);
    integers(strides(shape));
    out.write(0x89); // NEWFALSE
    emptyOrderedDict();
    out.write('t'); // TUPLE
    out.write('R'); // REDUCE
  }

  private void storage(String type, int key, List<Integer> shape) {
    out.write('('); // MARK
    text("storage");
    global("torch", type);
    text(Integer.toString(key));
    text("cpu");
    integer(shape.stream().reduce(1, Math::multiplyExact));
    out.write('t'); // TUPLE
    out.write('Q'); // BINPERSID
  }

  private static List<Integer> strides(List<Integer> shape) {
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int side : shape.reversed()) {
      strides.addFirst(stride);
      stride *= Math.max(1, side);
    }
    return strides;
  }

  private void integers(List<Integer> values) {
    out.write('('); // MARK
    values.forEach(this::integer);
    out.write('t'); // TUPLE
  }

  private void emptyOrderedDict() {
    global("collections", "OrderedDict");
    out.write(')'); // EMPTY_TUPLE
    out.write('R'); // REDUCE
  }

  private void global(String module, String name) {
    out.writeBytes("c%s\n%s\n".formatted(module, name).getBytes(StandardCharsets.US_ASCII));
  }

  private void number(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >> shift);
    }
  }
}
