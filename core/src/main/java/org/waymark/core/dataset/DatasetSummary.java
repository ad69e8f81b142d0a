package org.waymark.core.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * What a data set holds, from one pass over all its frames.
 *
 * @param pictures size and encoding of the first picture, for people
 * @param pathLengthMetres along the positions, within sequences
 * @param extentMetres sides of the box around all positions: x, y, z
 * @param problems what cannot be read, the first {@link #MAX_PROBLEMS} of it
 */
public record DatasetSummary(
    String spec,
    long frames,
    SequencedMap<String, Long> framesBySequence,
    long poses,
    long depth,
    String pictures,
    double seconds,
    double pathLengthMetres,
    List<Double> extentMetres,
    List<String> problems) {

  private static final int MAX_PROBLEMS = 20;

  /** Reads every frame of a data set. */
  public static DatasetSummary of(Dataset dataset, ProgressReporter reporter) {
    Pass pass = new Pass();
    try (Progress progress = reporter.start("reading", dataset.size());
        Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        pass.read(i.next());
      }
    }
    return new DatasetSummary(
        dataset.spec().toString(),
        dataset.size(),
        pass.framesBySequence,
        pass.poses,
        pass.depth,
        pass.pictures,
        pass.seconds,
        pass.pathLength,
        pass.extent(),
        pass.problems);
  }

  private static final class Pass {
    private final LinkedHashMap<String, Long> framesBySequence = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final double[] min = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    private final double[] max = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    private String pictures = "unreadable";
    private long poses;
    private long depth;
    private double seconds;
    private double pathLength;
    private String lastSequence = "";
    private long lastStamp;
    private Optional<Pose> lastPose = Optional.empty();

    void read(DatasetFrame frame) {
      boolean sameSequence = frame.sequence().equals(lastSequence);
      framesBySequence.merge(frame.sequence(), 1L, Long::sum);
      seconds += sameSequence ? (frame.stampNanos() - lastStamp) / 1e9 : 0;
      tryTo(frame, () -> look(frame.image(), frame));
      tryTo(frame, () -> depth += frame.depth().isPresent() ? 1 : 0);
      Optional<Pose> before = sameSequence ? lastPose : Optional.empty();
      lastPose = Optional.empty();
      tryTo(frame, () -> lastPose = frame.pose());
      lastPose.ifPresent(pose -> add(pose, before));
      lastSequence = frame.sequence();
      lastStamp = frame.stampNanos();
    }

    private interface Reading {
      void run() throws IOException;
    }

    /** What cannot be read of a frame does not hide the rest of it. */
    private void tryTo(DatasetFrame frame, Reading reading) {
      try {
        reading.run();
      } catch (IOException | WaymarkException e) {
        problem("frame %s: %s".formatted(frame.id(), e.getMessage()));
      }
    }

    private void look(ImageData image, DatasetFrame frame) {
      if (image.width() == 0) {
        problem("frame %s: the picture has no readable header".formatted(frame.id()));
      } else if (pictures.equals("unreadable")) {
        pictures = image.width() + " x " + image.height() + " " + image.encoding();
      }
    }

    private void add(Pose pose, Optional<Pose> before) {
      poses++;
      pathLength += before.map(pose::distanceTo).orElse(0.0);
      double[] position = {pose.x(), pose.y(), pose.z()};
      for (int i = 0; i < position.length; i++) {
        min[i] = Math.min(min[i], position[i]);
        max[i] = Math.max(max[i], position[i]);
      }
    }

    private void problem(String text) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(text);
      }
    }

    List<Double> extent() {
      return poses == 0 ? List.of() : List.of(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
    }
  }
}
