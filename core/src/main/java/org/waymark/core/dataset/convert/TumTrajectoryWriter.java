package org.waymark.core.dataset.convert;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;

/** Writes a trajectory in TUM's form: lines {@code seconds x y z qx qy qz qw}, camera-to-world. */
public final class TumTrajectoryWriter {

  private TumTrajectoryWriter() {}

  /**
   * Writes the poses of the frames that have one.
   *
   * @param progress advances by one for each frame
   * @return how many frames have none
   * @throws WaymarkException when no frame has a pose
   */
  public static long write(Dataset dataset, Path file, Progress progress) throws IOException {
    long without = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file);
        Stream<DatasetFrame> frames = dataset.frames()) {
      out.write("# timestamp tx ty tz qx qy qz qw\n");
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        DatasetFrame frame = i.next();
        Optional<Pose> pose = frame.pose();
        if (pose.isPresent()) {
          out.write(line(frame.stampNanos(), pose.get()));
        } else {
          without++;
        }
      }
    }
    if (without == dataset.size()) {
      throw new WaymarkException(
          "data set '%s' has no poses, so there is no trajectory".formatted(dataset.spec()));
    }
    return without;
  }

  private static String line(long nanos, Pose p) {
    return "%s %s %s %s %s %s %s %s\n"
        .formatted(Stamps.toSeconds(nanos), p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
  }
}
