package org.waymark.indexer.evaluation;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.SurfaceLabels;
import org.waymark.core.label.SurfaceView;
import org.waymark.core.label.Surfaces;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.TruthFile;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/** What makes a place the right one for a query. */
@FunctionalInterface
public interface TruthSource {

  /**
   * @throws WaymarkException when these frames cannot be judged so
   */
  GroundTruth of(FrameSet queries, FrameSet places);

  /**
   * Both see the same surface: overlap above a threshold, from poses and depth. Of each query's
   * overlaps only the right places are kept.
   *
   * @throws WaymarkException when a frame lacks pose, intrinsics or depth
   */
  static TruthSource surfaces(double positive, ProgressReporter reporter) {
    return (queries, places) -> {
      try {
        SurfaceLabels<SurfaceView> labels =
            new SurfaceLabels<>(
                new Surfaces<SurfaceView>(queries.asDataset(), SurfaceView::of, reporter),
                new Surfaces<SurfaceView>(places.asDataset(), SurfaceView::of, reporter));
        try (Progress progress = reporter.start("comparing surfaces", labels.queries())) {
          return GroundTruth.above(labels, positive, progress);
        }
      } catch (UncheckedIOException | IllegalArgumentException e) {
        throw new WaymarkException(
            "data sets '%s' and '%s' cannot be compared: %s"
                .formatted(queries.name(), places.name(), e.getMessage()),
            e);
      }
    };
  }

  /** Both are at most so many metres apart. */
  static TruthSource within(double radiusMetres) {
    return (queries, places) -> {
      Positions positions = Positions.require(queries, places);
      return GroundTruth.within(positions.queries(), positions.places(), radiusMetres);
    };
  }

  /**
   * A file says so, see {@link TruthFile}: its rows are the queries, its columns the places.
   *
   * @param truth what it says
   */
  static TruthSource file(Path file, GroundTruth truth) {
    return (queries, places) -> {
      if (truth.queries() != queries.size() || truth.places() != places.size()) {
        throw new WaymarkException(
            "truth %s is %d x %d, but there are %d queries (%s) and %d places (%s); rows are queries, columns places"
                .formatted(
                    file,
                    truth.queries(),
                    truth.places(),
                    queries.size(),
                    queries.name(),
                    places.size(),
                    places.name()));
      }
      return truth;
    };
  }
}
