package org.waymark.core.npy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;

/** Reads the Python dictionary in the header of an array file; only the three known entries. */
final class NpyHeaderText {

  private static final int MAX_DIGITS = 18;

  private final String text;
  private final String source;
  private int at;

  NpyHeaderText(String text, String source) {
    this.text = text;
    this.source = source;
  }

  static WaymarkException damaged(String source, String why) {
    return new WaymarkException(
        "%s is damaged or no NumPy array: %s; copy or save it again".formatted(source, why));
  }

  NpyHeader parse(long dataOffset) {
    String descriptor = null;
    Boolean fortran = null;
    List<Long> shape = null;
    expect('{');
    while (peek() != '}') {
      String key = quoted();
      expect(':');
      switch (key) {
        case "descr" -> descriptor = descriptor();
        case "fortran_order" -> fortran = truth();
        case "shape" -> shape = shape();
        default -> throw damaged("it has an entry '%s'".formatted(key));
      }
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    if (peek() != 0) {
      throw damaged("something follows its header");
    }
    return header(descriptor, fortran, shape, dataOffset);
  }

  private NpyHeader header(
      @Nullable String descriptor,
      @Nullable Boolean fortran,
      @Nullable List<Long> shape,
      long dataOffset) {
    if (descriptor == null || fortran == null || shape == null) {
      throw damaged("its header lacks descr, fortran_order or shape");
    }
    boolean marked = !descriptor.isEmpty() && "<>|=".indexOf(descriptor.charAt(0)) >= 0;
    NpyType type =
        NpyType.of(marked ? descriptor.substring(1) : descriptor)
            .orElseThrow(() -> unread(descriptor));
    ByteOrder order =
        switch (descriptor.charAt(0)) {
          case '<' -> ByteOrder.LITTLE_ENDIAN;
          case '>' -> ByteOrder.BIG_ENDIAN;
          default -> ByteOrder.nativeOrder();
        };
    return new NpyHeader(type, order, fortran, shape, dataOffset);
  }

  private WaymarkException unread(String descriptor) {
    char kind = descriptor.length() > 1 ? descriptor.charAt(1) : ' ';
    String what =
        switch (kind) {
          case 'O' -> "Python objects, which are never loaded";
          case 'U', 'S', 'a' -> "text";
          case 'c' -> "complex numbers";
          case 'M', 'm' -> "dates";
          case 'V' -> "raw bytes (as bfloat16 is stored)";
          case '[' -> "a structure of several fields";
          default -> "another type";
        };
    return new WaymarkException(
        "%s holds %s (%s); only bool, integers and float16, 32 and 64 are read: convert it with astype"
            .formatted(source, what, shortened(descriptor)));
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  /** A type's name, or the unread text of a structured type. */
  private String descriptor() {
    if (peek() == '[') {
      throw unread("<" + text.substring(at));
    }
    return quoted();
  }

  private String quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw damaged("its header cannot be read at character %d".formatted(at));
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw damaged("its header ends within a name");
    }
    String content = text.substring(at + 1, end);
    at = end + 1;
    return content;
  }

  private boolean truth() {
    peek();
    for (boolean value : new boolean[] {true, false}) {
      String word = value ? "True" : "False";
      if (text.startsWith(word, at)) {
        at += word.length();
        return value;
      }
    }
    throw damaged("its fortran_order is neither True nor False");
  }

  private List<Long> shape() {
    List<Long> sides = new ArrayList<>();
    expect('(');
    while (peek() != ')') {
      int begin = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == begin || at - begin > MAX_DIGITS) {
        throw damaged("its shape cannot be read");
      }
      sides.add(Long.parseLong(text, begin, at, 10));
      // Python 2 wrote long integers with this suffix.
      if (peek() == 'L') {
        at++;
      }
      if (peek() == ',') {
        at++;
      } else if (peek() != ')') {
        throw damaged("its shape cannot be read");
      }
    }
    at++;
    return sides;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw damaged("its header lacks '%s' at character %d".formatted(wanted, at));
    }
    at++;
  }

  /** The next character that is no blank; 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private WaymarkException damaged(String why) {
    return damaged(source, why);
  }
}
