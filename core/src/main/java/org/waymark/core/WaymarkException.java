package org.waymark.core;

/**
 * Something that the user can mend: a missing file, a wrong argument, a map made with another
 * model. The message names the thing, the place and the way out, and is shown as it is, without a
 * stack trace.
 */
public class WaymarkException extends RuntimeException {

  public WaymarkException(String message) {
    super(message);
  }

  public WaymarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
