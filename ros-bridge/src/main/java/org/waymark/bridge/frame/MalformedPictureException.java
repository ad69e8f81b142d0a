package org.waymark.bridge.frame;

import org.waymark.core.WaymarkException;

/** A picture message that no localizer could use: an encoding that is not handled, a wrong size. */
public class MalformedPictureException extends WaymarkException {

  public MalformedPictureException(String message) {
    super(message);
  }
}
