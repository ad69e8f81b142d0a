package org.waymark.bridge.ros1;

import java.io.IOException;

/** A master or node answered a call, and the answer is no. */
final class RosCallException extends IOException {

  private static final long serialVersionUID = 1L;

  RosCallException(String message) {
    super(message);
  }
}
