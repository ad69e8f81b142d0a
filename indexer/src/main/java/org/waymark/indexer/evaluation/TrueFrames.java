package org.waymark.indexer.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;

/**
 * The frames of a recording, found for the outcomes of its replay. A frame's sequence number is its
 * place in the recording when all of it was replayed; when a part was, or some cameras, its stamp
 * tells.
 */
public final class TrueFrames {

  private final String name;
  private final List<DatasetFrame> frames;
  private final Map<Long, List<Integer>> byStamp = new HashMap<>();

  /**
   * @param name of the recording, for messages
   * @param frames in the recording's order
   */
  public TrueFrames(String name, List<DatasetFrame> frames) {
    this.name = name;
    this.frames = List.copyOf(frames);
    for (int i = 0; i < frames.size(); i++) {
      byStamp.computeIfAbsent(frames.get(i).stampNanos(), s -> new ArrayList<>()).add(i);
    }
  }

  /** All of them. */
  public List<DatasetFrame> all() {
    return frames;
  }

  /**
   * Index of the frame that an outcome is of.
   *
   * @throws WaymarkException when the recording has none
   */
  public int index(String camera, long sequence, long stampNanos) {
    boolean inside = sequence >= 0 && sequence < frames.size();
    if (inside && frames.get((int) sequence).stampNanos() == stampNanos) {
      return (int) sequence;
    }
    List<Integer> same = byStamp.getOrDefault(stampNanos, List.of());
    if (!same.isEmpty()) {
      return same.stream()
          .filter(i -> frames.get(i).cameraFrame().filter(camera::equals).isPresent())
          .findFirst()
          .orElseGet(same::getFirst);
    }
    // Stamps that were made up may be others by other options.
    if (inside && !frames.get((int) sequence).stamped()) {
      return (int) sequence;
    }
    throw new WaymarkException(
        "an outcome for frame %d of time %d, which '%s' with its %d frames does not have; was another one replayed?"
            .formatted(sequence, stampNanos, name, frames.size()));
  }
}
