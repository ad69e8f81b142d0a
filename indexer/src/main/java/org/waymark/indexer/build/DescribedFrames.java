package org.waymark.indexer.build;

import java.util.BitSet;

/**
 * The frames of one data set with their descriptors. Frames that could not be described have none
 * and are passed over.
 *
 * @param table all frames
 * @param rows a descriptor for each frame that has one, in the frames' order
 * @param skipped frames without a descriptor
 */
public record DescribedFrames(FrameTable table, Rows rows, BitSet skipped) {

  public DescribedFrames {
    if (table.size() - skipped.cardinality() != rows.size()) {
      throw new IllegalArgumentException(
          "%d descriptors for %d frames, %d of which have none"
              .formatted(rows.size(), table.size(), skipped.cardinality()));
    }
  }

  /**
   * Descriptors by frame.
   *
   * @return for each frame the number of its row, or -1
   */
  public int[] rowOfFrame() {
    int[] rowOfFrame = new int[table.size()];
    int row = 0;
    for (int frame = 0; frame < rowOfFrame.length; frame++) {
      rowOfFrame[frame] = skipped.get(frame) ? -1 : row++;
    }
    return rowOfFrame;
  }
}
