package org.waymark.bridge.tf;

import org.waymark.core.WaymarkException;

/** Two frames between which no transform is known at the time that was asked for. */
public class TransformException extends WaymarkException {

  public TransformException(String message) {
    super(message);
  }
}
