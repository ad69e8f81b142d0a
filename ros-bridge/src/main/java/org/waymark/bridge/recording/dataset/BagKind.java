package org.waymark.bridge.recording.dataset;

import java.nio.file.Path;
import org.waymark.bridge.recording.Recordings;

/** {@code bag:path}: ROS 1 bags. */
public final class BagKind extends RecordingKind {

  @Override
  public String name() {
    return "bag";
  }

  @Override
  public String description() {
    return "a ROS 1 bag, e.g. bag:x.bag?image=/camera&pose=/ground_truth";
  }

  @Override
  public boolean recognises(Path path) {
    return Recordings.format(path).filter(Recordings.Format.BAG::equals).isPresent();
  }
}
