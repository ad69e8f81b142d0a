package org.waymark.bridge.generator;

import java.util.Map;

/**
 * A type that messages are made of, and how Java sees it.
 *
 * @param java the Java type of one value
 * @param codec the method of {@code MessageReader} and {@code MessageWriter} for one value
 */
record BuiltinType(String java, String codec) {

  private static final Map<String, BuiltinType> ALL =
      Map.ofEntries(
          Map.entry("bool", new BuiltinType("boolean", "bool")),
          Map.entry("int8", new BuiltinType("byte", "int8")),
          Map.entry("uint8", new BuiltinType("byte", "int8")),
          Map.entry("byte", new BuiltinType("byte", "int8")),
          Map.entry("char", new BuiltinType("byte", "int8")),
          Map.entry("int16", new BuiltinType("short", "int16")),
          Map.entry("uint16", new BuiltinType("int", "uint16")),
          Map.entry("int32", new BuiltinType("int", "int32")),
          Map.entry("uint32", new BuiltinType("int", "int32")),
          Map.entry("int64", new BuiltinType("long", "int64")),
          Map.entry("uint64", new BuiltinType("long", "int64")),
          Map.entry("float32", new BuiltinType("float", "float32")),
          Map.entry("float64", new BuiltinType("double", "float64")),
          Map.entry("string", new BuiltinType("java.lang.String", "string")),
          Map.entry("time", new BuiltinType("long", "time")),
          Map.entry("duration", new BuiltinType("long", "duration")));

  static boolean isBuiltin(String type) {
    return ALL.containsKey(type);
  }

  static BuiltinType of(String type) {
    BuiltinType found = ALL.get(type);
    if (found == null) {
      throw new IllegalArgumentException(type + " is no builtin type");
    }
    return found;
  }

  /** Whether arrays of it are read and written in one go, as a Java array. */
  boolean hasArrays() {
    return switch (codec) {
      case "int8", "int32", "float32", "float64" -> true;
      default -> false;
    };
  }
}
