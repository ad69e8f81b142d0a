package org.waymark.core.label;

import java.util.stream.IntStream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/** Surface overlap of every query with every place of a map, from depth maps. */
public final class SurfaceOverlaps {

  private SurfaceOverlaps() {}

  /**
   * Computes on all cores.
   *
   * @return {@code [query][place]}, each row in the order of {@code places}
   * @throws WaymarkException when a frame lacks pose, intrinsics or depth, or its depth map is not
   *     of its camera's size
   */
  public static float[][] matrix(Dataset queries, Dataset places, ProgressReporter reporter) {
    SurfaceLabels<SurfaceView> labels =
        new SurfaceLabels<>(
            new Surfaces<SurfaceView>(queries, SurfaceView::of, reporter),
            new Surfaces<SurfaceView>(places, SurfaceView::of, reporter));
    try (Progress progress = reporter.start("comparing surfaces", labels.queries())) {
      return IntStream.range(0, labels.queries())
          .parallel()
          .mapToObj(
              q -> {
                float[] row = labels.row(q).toArray();
                progress.advance(1);
                return row;
              })
          .toArray(float[][]::new);
    }
  }
}
