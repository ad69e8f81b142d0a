package org.waymark.core.dataset.text;

/** A line does not hold what it should; the message says what is wrong, but not where. */
public final class MalformedLineException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public MalformedLineException(String message) {
    super(message);
  }
}
