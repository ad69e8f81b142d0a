package org.waymark.descriptors.checkpoint;

import java.io.IOException;

/** A pickle that cannot be read; the message completes "the file is damaged: ...". */
final class MalformedPickleException extends IOException {

  MalformedPickleException(String message) {
    super(message);
  }
}
