package org.waymark.core.dataset.text;

import java.nio.file.Path;
import org.waymark.core.dataset.Problems;

/**
 * TUM's form of trajectories: lines {@code seconds x y z qx qy qz qw}. Further values on a line,
 * such as the scale that some programs add, are left out.
 */
public final class TumTrajectory {

  private static final int VALUES = 8;

  private TumTrajectory() {}

  /** Reads a file; malformed lines go to {@code problems}. */
  public static PosesByTime read(Path file, Problems problems) {
    PosesByTime trajectory = new PosesByTime();
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(
          problems,
          line -> {
            if (line.words().size() < VALUES) {
              line.requireWords(VALUES, "seconds x y z qx qy qz qw");
            }
            trajectory.add(
                Stamps.ofSeconds(line.word(0)), PoseWords.xyzThenXyzw(line.numbers(1, 7)));
          });
    }
    return trajectory;
  }
}
