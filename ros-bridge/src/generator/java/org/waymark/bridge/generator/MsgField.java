package org.waymark.bridge.generator;

/**
 * One field of a message.
 *
 * @param type a builtin type, or the full name of a message such as {@code std_msgs/Header}
 * @param length {@link #SINGLE}, {@link #ANY_LENGTH}, or the length of an array of fixed length
 * @param name as the definition spells it
 * @param comment what stands behind the field, or an empty text
 */
record MsgField(String type, int length, String name, String comment) {

  static final int SINGLE = -1;
  static final int ANY_LENGTH = 0;

  boolean isArray() {
    return length != SINGLE;
  }

  boolean isFixedArray() {
    return length > 0;
  }

  boolean isBuiltin() {
    return BuiltinType.isBuiltin(type);
  }

  /** {@code float64[36]}, as the definition says it and as its sum counts it. */
  String declaredType() {
    if (!isArray()) {
      return type;
    }
    return isFixedArray() ? type + "[" + length + "]" : type + "[]";
  }
}
