package org.waymark.bridge.recording.dataset;

import java.nio.file.Path;
import org.waymark.bridge.recording.Recordings;

/** {@code mcap:path}: MCAP files. */
public final class McapKind extends RecordingKind {

  @Override
  public String name() {
    return "mcap";
  }

  @Override
  public String description() {
    return "an MCAP file of ROS 1 or 2, or a folder of them";
  }

  @Override
  public boolean recognises(Path path) {
    return Recordings.format(path).filter(Recordings.Format.MCAP::equals).isPresent();
  }
}
