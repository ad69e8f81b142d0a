package org.waymark.descriptors.image;

/**
 * A picture that cannot be described. The message is a short reason for people and becomes the
 * reason of a REJECTED outcome; such pictures are data, not faults, so no stack trace is recorded.
 */
public final class ImageRejectedException extends Exception {

  public ImageRejectedException(String reason) {
    super(reason, null, false, false);
  }

  /** The message, never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
