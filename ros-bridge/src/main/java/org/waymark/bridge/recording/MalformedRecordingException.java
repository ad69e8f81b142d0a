package org.waymark.bridge.recording;

import java.nio.file.Path;
import org.waymark.core.WaymarkException;

/** A recording that cannot be read, or not at the place that was asked for. */
public class MalformedRecordingException extends WaymarkException {

  public MalformedRecordingException(Path file, String what) {
    super("recording %s: %s".formatted(file, what));
  }

  public MalformedRecordingException(Path file, String what, Throwable cause) {
    super("recording %s: %s".formatted(file, what), cause);
  }
}
