package org.waymark.bridge.message;

import java.util.Optional;

/**
 * One field of a message, for those who have to describe it to others.
 *
 * @param name as the definition spells it
 * @param type a builtin type such as {@code float64}, or the name of a message
 * @param message that type, where it is a message
 * @param length {@link #SINGLE}, {@link #ANY_LENGTH}, or the length of an array of fixed length
 */
public record MessageField(String name, String type, Optional<MessageType<?>> message, int length) {

  public static final int SINGLE = -1;
  public static final int ANY_LENGTH = 0;

  /** A field of a builtin type. */
  public static MessageField of(String name, String builtin, int length) {
    return new MessageField(name, builtin, Optional.empty(), length);
  }

  /** A field that is a message, or several. */
  public static MessageField of(String name, MessageType<?> message, int length) {
    return new MessageField(name, message.name(), Optional.of(message), length);
  }
}
