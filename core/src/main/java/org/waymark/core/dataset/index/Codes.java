package org.waymark.core.dataset.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A column of few distinct values, each kept once. */
final class Codes<T> {

  private static final int NONE = -1;

  private final Map<T, Integer> codeByValue = new HashMap<>();
  private final List<T> values = new ArrayList<>();
  private int[] codes = new int[0];

  void set(int row, T value) {
    Integer code = codeByValue.get(value);
    if (code == null) {
      code = values.size();
      codeByValue.put(value, code);
      values.add(value);
    }
    if (row >= codes.length) {
      int length = codes.length;
      codes = Arrays.copyOf(codes, Growth.lengthFor(row));
      Arrays.fill(codes, length, codes.length, NONE);
    }
    codes[row] = code;
  }

  Optional<T> get(int row) {
    return row < codes.length && codes[row] != NONE
        ? Optional.of(values.get(codes[row]))
        : Optional.empty();
  }

  /** The distinct values, in the order in which they came. */
  List<T> values() {
    return List.copyOf(values);
  }
}
