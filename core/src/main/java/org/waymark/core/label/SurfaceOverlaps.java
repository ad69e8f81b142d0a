package org.waymark.core.label;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/** Surface overlap of every query with every place of a map. */
public final class SurfaceOverlaps {

  private SurfaceOverlaps() {}

  /**
   * Computes on all cores. The places' depth maps are held in memory meanwhile, 0.7 MB each.
   *
   * @return {@code [query][place]}, each row in the order of {@code places}
   * @throws WaymarkException when a frame lacks pose, intrinsics or depth, or its depth map is not
   *     of its camera's size
   */
  public static float[][] matrix(Dataset queries, Dataset places, ProgressReporter reporter) {
    List<DatasetFrame> queryFrames = queries.frames().toList();
    float[][] result = new float[queryFrames.size()][];
    try (Progress progress = reporter.start("comparing surfaces", queryFrames.size())) {
      List<SurfaceView> views = places.frames().parallel().map(SurfaceOverlaps::view).toList();
      IntStream.range(0, queryFrames.size())
          .parallel()
          .forEach(
              q -> {
                SurfaceView query = view(queryFrames.get(q));
                float[] row = new float[views.size()];
                for (int p = 0; p < row.length; p++) {
                  row[p] = (float) query.overlap(views.get(p));
                }
                result[q] = row;
                progress.advance(1);
              });
    }
    return result;
  }

  private static SurfaceView view(DatasetFrame frame) {
    try {
      return SurfaceView.of(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "frame %s cannot be read: %s".formatted(frame.id(), e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "frame %s cannot be compared: %s".formatted(frame.id(), e.getMessage()), e);
    }
  }
}
