package org.waymark.bridge.recording.chunk;

import java.io.IOException;

/** Bytes that are not what the format says, or end early. The message does not name the file. */
public final class DamageException extends IOException {

  public DamageException(String what) {
    super(what);
  }
}
