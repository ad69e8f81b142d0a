package org.waymark.core.label;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;

/**
 * The vertices of a PLY file, text or binary of either byte order: x, y and z of the element {@code
 * vertex}, which must come first; what follows it is not read.
 */
final class PlyReader {

  private static final int MAX_HEADER_LINES = 1000;
  private static final int MAX_LINE = 4096;

  private record Property(String type, String name) {}

  private final Path file;
  private final InputStream in;
  private final List<Property> properties = new ArrayList<>();
  private String format = "";
  private long points = -1;
  private int line;

  PlyReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  float[] read() throws IOException {
    readHeader();
    int[] axes = {indexOf("x"), indexOf("y"), indexOf("z")};
    if (points > PointClouds.MOST_POINTS) {
      throw PointClouds.tooMany(file);
    }
    try {
      return switch (format) {
        case "ascii" -> readText(axes);
        case "binary_little_endian" -> readBinary(axes, ByteOrder.LITTLE_ENDIAN);
        case "binary_big_endian" -> readBinary(axes, ByteOrder.BIG_ENDIAN);
        default -> throw failure("format '%s' is not known".formatted(format));
      };
    } catch (EOFException e) {
      throw new WaymarkException(
          "%s is cut short: its header promises %d points".formatted(file, points), e);
    }
  }

  private void readHeader() throws IOException {
    if (!readLine().equals("ply")) {
      throw failure("a PLY file begins with 'ply'");
    }
    boolean inVertex = false;
    while (line < MAX_HEADER_LINES) {
      String[] words = readLine().split("\\s+", -1);
      switch (words[0]) {
        case "format" -> format = word(words, 1);
        case "element" -> {
          inVertex = word(words, 1).equals("vertex");
          if (inVertex) {
            points = count(word(words, 2));
          } else if (points < 0) {
            throw failure("the element vertex must come first");
          }
        }
        case "property" -> {
          if (inVertex) {
            properties.add(new Property(word(words, 1), word(words, 2)));
            size(properties.getLast().type());
          }
        }
        case "end_header" -> {
          return;
        }
        default -> {
          // comment, obj_info
        }
      }
    }
    throw failure("no end_header so far");
  }

  private String word(String[] words, int i) {
    if (i >= words.length) {
      throw failure("'%s' lacks a word".formatted(String.join(" ", words)));
    }
    return words[i];
  }

  private long count(String text) {
    try {
      long count = Long.parseLong(text);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw failure("'%s' is no count of points".formatted(text));
  }

  private int indexOf(String name) {
    for (int i = 0; i < properties.size(); i++) {
      if (properties.get(i).name().equals(name)) {
        return i;
      }
    }
    throw failure("the element vertex has no property '%s'".formatted(name));
  }

  private float[] readText(int[] axes) throws IOException {
    float[] coordinates = new float[(int) (3 * points)];
    for (int i = 0; i < points; i++) {
      String[] fields = readLine().strip().split("\\s+", -1);
      for (int axis = 0; axis < 3; axis++) {
        coordinates[3 * i + axis] =
            PointClouds.number(file, "line " + line, word(fields, axes[axis]));
      }
    }
    return coordinates;
  }

  private float[] readBinary(int[] axes, ByteOrder order) throws IOException {
    int[] offsets = new int[properties.size() + 1];
    for (int i = 0; i < properties.size(); i++) {
      offsets[i + 1] = offsets[i] + size(properties.get(i).type());
    }
    byte[] bytes = new byte[offsets[properties.size()]];
    ByteBuffer record = ByteBuffer.wrap(bytes).order(order);
    float[] coordinates = new float[(int) (3 * points)];
    for (int i = 0; i < points; i++) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException();
      }
      for (int axis = 0; axis < 3; axis++) {
        int at = offsets[axes[axis]];
        double value =
            switch (properties.get(axes[axis]).type()) {
              case "float", "float32" -> record.getFloat(at);
              case "double", "float64" -> record.getDouble(at);
              case "char", "int8" -> record.get(at);
              case "uchar", "uint8" -> record.get(at) & 0xff;
              case "short", "int16" -> record.getShort(at);
              case "ushort", "uint16" -> record.getShort(at) & 0xffff;
              case "uint", "uint32" -> record.getInt(at) & 0xffffffffL;
              default -> record.getInt(at);
            };
        coordinates[3 * i + axis] = PointClouds.finite(file, "point " + i, value);
      }
    }
    return coordinates;
  }

  private int size(String type) {
    return switch (type) {
      case "char", "int8", "uchar", "uint8" -> 1;
      case "short", "int16", "ushort", "uint16" -> 2;
      case "int", "int32", "uint", "uint32", "float", "float32" -> 4;
      case "double", "float64" -> 8;
      default -> throw failure("a vertex property of type '%s' is not read".formatted(type));
    };
  }

  private String readLine() throws IOException {
    byte[] bytes = new byte[MAX_LINE];
    int n = 0;
    line++;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("it ends in line " + line);
      }
      if (n == MAX_LINE) {
        throw failure("the line is longer than %d bytes".formatted(MAX_LINE));
      }
      bytes[n++] = (byte) b;
    }
    int end = n > 0 && bytes[n - 1] == '\r' ? n - 1 : n;
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  private WaymarkException failure(String what) {
    return new WaymarkException("%s:%d: %s".formatted(file, line, what));
  }
}
