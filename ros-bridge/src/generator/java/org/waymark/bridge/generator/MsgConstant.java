package org.waymark.bridge.generator;

/**
 * One constant of a message.
 *
 * @param type a builtin type
 * @param name as the definition spells it
 * @param value the text behind the equals sign, trimmed
 */
record MsgConstant(String type, String name, String value) {}
