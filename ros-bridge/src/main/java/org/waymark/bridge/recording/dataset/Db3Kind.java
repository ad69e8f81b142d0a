package org.waymark.bridge.recording.dataset;

import java.nio.file.Path;
import org.waymark.bridge.recording.Recordings;

/** {@code db3:path}: ROS 2's SQLite files. */
public final class Db3Kind extends RecordingKind {

  @Override
  public String name() {
    return "db3";
  }

  @Override
  public String description() {
    return "a folder that ROS 2 recorded into, or its .db3 file";
  }

  @Override
  public boolean recognises(Path path) {
    return Recordings.format(path).filter(Recordings.Format.DB3::equals).isPresent();
  }
}
