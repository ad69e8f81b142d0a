package org.waymark.core.dataset.text;

import java.util.List;

/**
 * A line of a text file in words.
 *
 * @param number from 1
 */
public record Line(long number, List<String> words) {

  private static final int MAX_SHOWN = 40;

  public Line {
    words = List.copyOf(words);
  }

  /**
   * @throws MalformedLineException when there are more or fewer words
   */
  public void requireWords(int count, String what) {
    if (words.size() != count) {
      throw new MalformedLineException(
          "%d values where %d are expected: %s".formatted(words.size(), count, what));
    }
  }

  /** The word at {@code index}, from 0, without blanks around it. */
  public String word(int index) {
    if (index >= words.size()) {
      throw new MalformedLineException(
          "the line has %d values, value %d is missing".formatted(words.size(), index + 1));
    }
    return words.get(index).strip();
  }

  /** A finite number. */
  public double number(int index) {
    String word = word(index);
    try {
      double value = Double.parseDouble(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is not finite.
    }
    throw new MalformedLineException("'%s' is no finite number".formatted(shown(word)));
  }

  /** Finite numbers in a row. */
  public double[] numbers(int from, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(from + i);
    }
    return numbers;
  }

  public long integer(int index) {
    String word = word(index);
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new MalformedLineException("'%s' is no integer".formatted(shown(word)));
    }
  }

  /** {@code True} or {@code False}, as pandas writes them, or any other spelling of them. */
  public boolean flag(int index) {
    String word = word(index);
    if (word.equalsIgnoreCase("true") || word.equals("1")) {
      return true;
    }
    if (word.equalsIgnoreCase("false") || word.equals("0")) {
      return false;
    }
    throw new MalformedLineException("'%s' is neither True nor False".formatted(shown(word)));
  }

  /** A word short enough for a message. */
  public static String shown(String word) {
    return word.length() <= MAX_SHOWN ? word : word.substring(0, MAX_SHOWN) + "...";
  }
}
