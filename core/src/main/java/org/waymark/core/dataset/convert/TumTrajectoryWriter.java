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
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.TimeAxis;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.trajectory.TumFile;

/** Writes a trajectory in TUM's form: lines {@code seconds x y z qx qy qz qw}, camera-to-world. */
public final class TumTrajectoryWriter {

  private TumTrajectoryWriter() {}

  /**
   * Writes the poses of the frames that have one.
   *
   * @param progress advances by one for each frame
   * @return how many frames have none
   * @throws WaymarkException when no frame has a pose, or a frame is not later than the one before,
   *     as in several sequences; readers of trajectories refuse that
   */
  public static long write(Dataset dataset, Path file, Progress progress) throws IOException {
    long without = 0;
    TimeAxis times = new TimeAxis();
    try (BufferedWriter out = Files.newBufferedWriter(file);
        Stream<DatasetFrame> frames = dataset.frames()) {
      out.write(TumFile.HEADER);
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        DatasetFrame frame = i.next();
        Optional<Pose> pose = frame.pose();
        if (pose.isPresent()) {
          advance(times, frame);
          out.write(TumFile.line(frame.stampNanos(), pose.get()));
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

  private static void advance(TimeAxis times, DatasetFrame frame) {
    try {
      times.add(frame.stampNanos());
    } catch (MalformedLineException e) {
      throw new WaymarkException(
          "frame %s of sequence %s: %s. A trajectory's times rise: convert one sequence at a time"
              .formatted(frame.id(), frame.sequence(), e.getMessage()),
          e);
    }
  }
}
