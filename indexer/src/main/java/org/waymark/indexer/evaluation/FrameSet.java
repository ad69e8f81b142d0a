package org.waymark.indexer.evaluation;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.ConditionScores;

/**
 * The queries or the places of an evaluation, numbered from 0 as the rows or columns of its
 * matrices. Frames that are known by number only have no poses, pictures or tags.
 */
public final class FrameSet {

  private final String name;
  private final int size;
  private final List<DatasetFrame> frames;

  private FrameSet(String name, int size, List<DatasetFrame> frames) {
    this.name = name;
    this.size = size;
    this.frames = frames;
  }

  /** All frames of a data set, in its order. */
  public static FrameSet of(Dataset dataset) {
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      return of(dataset.spec().toString(), frames.toList());
    }
  }

  /**
   * @param name for messages and reports
   */
  public static FrameSet of(String name, List<DatasetFrame> frames) {
    return new FrameSet(name, frames.size(), List.copyOf(frames));
  }

  /** Frames of which nothing is known but their number. */
  public static FrameSet numbered(String name, int size) {
    return new FrameSet(name, size, List.of());
  }

  public String name() {
    return name;
  }

  public int size() {
    return size;
  }

  /** False for frames known by number only. */
  public boolean isKnown() {
    return size == frames.size();
  }

  public Optional<DatasetFrame> frame(int index) {
    return isKnown() ? Optional.of(frames.get(index)) : Optional.empty();
  }

  /** The frame's id, or its number. */
  public String id(int index) {
    return frame(index).map(DatasetFrame::id).orElseGet(() -> Integer.toString(index));
  }

  /** The names that prediction files use. */
  public List<String> keys() {
    return each(DatasetFrame::key);
  }

  /** The sequence of each frame. */
  public List<String> sequences() {
    return each(DatasetFrame::sequence);
  }

  /** A tag of each frame, or {@link ConditionScores#UNTAGGED}. */
  public List<String> tags(String tag) {
    return each(frame -> frame.tags().getOrDefault(tag, ConditionScores.UNTAGGED));
  }

  /**
   * Refuses a tag that no frame has.
   *
   * @throws WaymarkException listing the tags that there are
   */
  public static void requireTag(String tag, List<FrameSet> sets) {
    SortedSet<String> known = new TreeSet<>();
    sets.forEach(set -> set.frames.forEach(frame -> known.addAll(frame.tags().keySet())));
    if (!known.contains(tag)) {
      throw new WaymarkException(
          "no frame has the tag '%s'; %s"
              .formatted(
                  tag,
                  known.isEmpty()
                      ? "none of these frames has any tag"
                      : "there are: " + String.join(", ", known)));
    }
  }

  private List<String> each(Function<DatasetFrame, String> property) {
    if (!isKnown()) {
      return IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }
    return frames.stream().map(property).toList();
  }

  /** The month in which each frame was taken (UTC), counted from year 0. */
  public int[] months() {
    return frames.stream()
        .mapToInt(
            frame -> {
              ZonedDateTime time =
                  Instant.ofEpochSecond(Math.floorDiv(frame.stampNanos(), 1_000_000_000L))
                      .atZone(ZoneOffset.UTC);
              return 12 * time.getYear() + time.getMonthValue() - 1;
            })
        .toArray();
  }

  /**
   * Refuses frames whose day is not known.
   *
   * @throws WaymarkException naming the first
   */
  void requireDates() {
    frames.stream()
        .filter(frame -> !frame.dated())
        .findFirst()
        .ifPresent(
            frame -> {
              throw new WaymarkException(
                  "results of a query's month can be left out only where frames have a date: frame %s of %s has none; leave --exclude month out"
                      .formatted(frame.id(), name));
            });
  }

  public BitSet panoramas() {
    BitSet result = new BitSet();
    for (int i = 0; i < frames.size(); i++) {
      result.set(i, frames.get(i).panorama());
    }
    return result;
  }

  /**
   * Camera-to-world.
   *
   * @throws WaymarkException when there is a pose that cannot be read
   */
  public Optional<Pose> pose(int index) {
    if (!isKnown()) {
      return Optional.empty();
    }
    DatasetFrame frame = frames.get(index);
    try {
      return frame.pose();
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of frame %s cannot be read: %s".formatted(frame.id(), e.getMessage()), e);
    }
  }

  /** The same frames as a data set; they must be known. */
  Dataset asDataset() {
    return new Dataset() {
      @Override
      public DatasetSpec spec() {
        return DatasetSpec.parse(name);
      }

      @Override
      public List<String> sequences() {
        return FrameSet.this.sequences().stream().distinct().toList();
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public Stream<DatasetFrame> frames() {
        return frames.stream();
      }
    };
  }
}
