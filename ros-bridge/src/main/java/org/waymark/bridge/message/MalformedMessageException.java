package org.waymark.bridge.message;

import org.waymark.core.WaymarkException;

/** Bytes that are not the message that they were said to be. */
public final class MalformedMessageException extends WaymarkException {

  MalformedMessageException(String type, int position, String reason) {
    super(
        ("a message of type %s is malformed at byte %d: %s; it is damaged, or its sender has another"
                + " definition of that type")
            .formatted(type, position, reason));
  }
}
