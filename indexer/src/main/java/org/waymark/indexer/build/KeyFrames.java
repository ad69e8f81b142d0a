package org.waymark.indexer.build;

import java.io.IOException;
import java.util.BitSet;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Pose;

/**
 * Chooses the frames of a data set that become places: along each drive the first frame, and then
 * every frame that differs from the last key frame by the rule. A frame that is as good as a copy
 * of the last key frame is none, whatever the rule says: copies wreck a search graph.
 *
 * @param chosen frames that become places, unless they turn out to be copies of another drive's
 * @param copies how many of the other frames were as good as copies of a chosen one
 */
public record KeyFrames(BitSet chosen, long copies) {

  /**
   * Change below which two pictures are the same, as a share of the spread. Pictures of a camera
   * that does not move differ by more (0.1 to 0.25 was seen for sensor noise of 2 to 5 grey
   * levels); pictures 15 mm apart by 0.4.
   */
  static final double COPY_CHANGE = 0.05;

  /**
   * Chooses along every drive.
   *
   * @param standing poses nearer than its thresholds may be one place, from which a camera that
   *     stands still sends copies
   * @param spread the model's {@link DescriptorSpread}
   */
  public static KeyFrames choose(
      DescribedFrames frames, KeyFrameRule rule, KeyFrameRule standing, double spread)
      throws IOException {
    BitSet chosen = new BitSet();
    long copies = 0;
    int[] rowOfFrame = frames.rowOfFrame();
    for (int[] drive : frames.table().drives()) {
      copies += chooseAlong(drive, rowOfFrame, frames, rule, standing, spread, chosen);
    }
    return new KeyFrames(chosen, copies);
  }

  private static long chooseAlong(
      int[] drive,
      int[] rowOfFrame,
      DescribedFrames frames,
      KeyFrameRule rule,
      KeyFrameRule standing,
      double spread,
      BitSet chosen)
      throws IOException {
    long copies = 0;
    @Nullable Pose last = null;
    float[] lastDescriptor = {};
    for (int frame : drive) {
      if (rowOfFrame[frame] < 0) {
        continue;
      }
      Pose pose = frames.table().pose(frame);
      float[] descriptor = frames.rows().row(rowOfFrame[frame]);
      if (last != null) {
        double change = change(lastDescriptor, descriptor, spread);
        if (change < COPY_CHANGE && standing.samePlace(last, pose)) {
          copies++;
          continue;
        }
        if (!rule.reached(last, pose, change)) {
          continue;
        }
      }
      chosen.set(frame);
      last = pose;
      lastDescriptor = descriptor;
    }
    return copies;
  }

  private static double change(float[] a, float[] b, double spread) {
    double distance = Math.sqrt(VectorUtil.squareDistance(a, b));
    return distance == 0 ? 0 : distance / spread;
  }
}
