package org.waymark.bridge.recording.dataset;

import java.util.Optional;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * The options of a recording's spec beside its topics.
 *
 * @param base the robot's frame, in which cameras are mounted
 * @param mount the camera's pose in it, if it is given
 * @param gapNanos how far apart two poses may be for a picture between them to have one
 */
record RecordingOptions(String base, Optional<Pose> mount, long gapNanos) {

  static final String BASE = "base";
  static final String MOUNT = "mount";
  static final String GAP = "gap";

  static final Set<String> NAMES =
      Set.of(Topics.IMAGE, Topics.POSE, Topics.ODOMETRY, BASE, MOUNT, GAP);

  private static final double DEFAULT_GAP_SECONDS = 0.5;
  private static final int POSE_NUMBERS = 7;

  static RecordingOptions of(DatasetSpec spec) {
    return new RecordingOptions(
        spec.option(BASE).orElse(Odometry.BASE_LINK),
        spec.option(MOUNT).map(text -> mount(spec, text)),
        gap(spec));
  }

  private static Pose mount(DatasetSpec spec, String text) {
    String[] words = text.split(",", -1);
    try {
      if (words.length == POSE_NUMBERS) {
        double[] n = new double[POSE_NUMBERS];
        for (int i = 0; i < POSE_NUMBERS; i++) {
          n[i] = Double.parseDouble(words[i]);
        }
        return new Pose(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
      }
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "mount=%s in data set '%s': %s".formatted(text, spec, e.getMessage()), e);
    }
    throw new WaymarkException(
        "mount=%s in data set '%s' is no pose: write mount=x,y,z,qx,qy,qz,qw"
            .formatted(text, spec));
  }

  private static long gap(DatasetSpec spec) {
    String text = spec.option(GAP).orElse(Double.toString(DEFAULT_GAP_SECONDS));
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= 1e6) {
        return Math.round(seconds * 1e9);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a negative number.
    }
    throw new WaymarkException(
        "gap=%s in data set '%s' is no time in seconds: write e.g. gap=0.5".formatted(text, spec));
  }
}
