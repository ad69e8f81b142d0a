package org.waymark.core.label;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * The surfaces that all frames of a data set see. Their outlines are in memory; of themselves as
 * many as fit into a share of it, those used last, and the others are read again when asked for.
 * Safe for use by many threads.
 *
 * @param <S> how they are compared
 */
public final class Surfaces<S extends Surface<S>> {

  private static final int SHARE_OF_MEMORY = 4;

  /** Makes a frame's surface. */
  @FunctionalInterface
  public interface Viewer<S> {
    S view(DatasetFrame frame) throws IOException;
  }

  private final List<DatasetFrame> frames;
  private final Viewer<S> viewer;
  private final Outline[] outlines;

  /** In order of their last use. */
  private final LinkedHashMap<Integer, S> held = new LinkedHashMap<>(16, 0.75f, true);

  private final long mostBytes = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
  private long heldBytes;

  /**
   * Looks at every frame once.
   *
   * @throws WaymarkException when a frame lacks what {@code viewer} needs
   */
  public Surfaces(Dataset dataset, Viewer<S> viewer, ProgressReporter reporter) {
    this.frames = dataset.frames().toList();
    this.viewer = viewer;
    this.outlines = new Outline[frames.size()];
    try (Progress progress = reporter.start("reading surfaces", frames.size())) {
      IntStream.range(0, frames.size())
          .parallel()
          .forEach(
              i -> {
                outlines[i] = get(i).outline();
                progress.advance(1);
              });
    }
  }

  int size() {
    return frames.size();
  }

  Outline outline(int frame) {
    return outlines[frame];
  }

  S get(int frame) {
    synchronized (held) {
      @Nullable S surface = held.get(frame);
      if (surface != null) {
        return surface;
      }
    }
    // Two threads may read the same one; waiting for each other would cost more.
    S surface = view(frames.get(frame));
    synchronized (held) {
      if (held.put(frame, surface) == null) {
        heldBytes += surface.bytes();
      }
      Iterator<Map.Entry<Integer, S>> oldest = held.entrySet().iterator();
      while (heldBytes > mostBytes && held.size() > 1) {
        heldBytes -= oldest.next().getValue().bytes();
        oldest.remove();
      }
    }
    return surface;
  }

  private S view(DatasetFrame frame) {
    try {
      return viewer.view(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "frame %s cannot be read: %s".formatted(frame.id(), e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "frame %s cannot be compared: %s".formatted(frame.id(), e.getMessage()), e);
    }
  }
}
