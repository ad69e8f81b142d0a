package org.waymark.core.dataset.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/** Goes over all frames of a data set once and counts. */
public final class Survey {

  /** Values of a tag beyond which it names single pictures and is no table. */
  private static final int MAX_TAG_VALUES = 200;

  private static final String UNREAD = "unreadable";

  private final boolean readAll;
  private final Problems problems;
  private final Problems missing;
  private final LinkedHashMap<String, Sequence> sequences = new LinkedHashMap<>();
  private final Map<String, TreeMap<String, Long>> tags = new LinkedHashMap<>();
  private final Map<String, Track> areas = new LinkedHashMap<>();
  private String pictures = UNREAD;
  private long frames;
  private long poses;
  private long positions;
  private long depth;
  private long stamped;
  private double pathLength;

  private Survey(boolean readAll, Problems problems, Problems missing) {
    this.readAll = readAll;
    this.problems = problems;
    this.missing = missing;
  }

  /**
   * Counts what a data set holds.
   *
   * @param readAll read every picture and depth map, not only the first picture
   * @param problems what opening it found wrong; takes what else there is
   * @param missing takes the pictures that are not there
   */
  public static DatasetSummary of(
      Dataset dataset,
      boolean readAll,
      Problems problems,
      Problems missing,
      ProgressReporter reporter) {
    Survey survey = new Survey(readAll, problems, missing);
    try (Progress progress = reporter.start("reading", dataset.size());
        Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        survey.read(i.next());
      }
    }
    return survey.summary(dataset.spec().toString());
  }

  private void read(DatasetFrame frame) {
    frames++;
    stamped += frame.stamped() ? 1 : 0;
    readPicture(frame);
    tryTo(
        frame,
        () -> {
          boolean has = readAll ? frame.depth().isPresent() : frame.hasDepth();
          depth += has ? 1 : 0;
        });
    SequencedMap<String, String> values = frame.tags();
    values.forEach(this::count);
    Sequence sequence =
        sequences.computeIfAbsent(frame.sequence(), s -> new Sequence(frame.stampNanos()));
    sequence.add(frame.stampNanos());
    String city = values.getOrDefault(Tags.CITY, "");
    String leg = city + "/" + values.getOrDefault(Tags.PART, "");
    Track area = areas.computeIfAbsent(city, a -> new Track());
    tryTo(frame, () -> locate(frame, sequence, leg, area));
  }

  private void readPicture(DatasetFrame frame) {
    Optional<Path> file = frame.file();
    if (file.isPresent() && !Files.exists(file.get())) {
      missing.add(file.get().toString());
    } else if (readAll || pictures.equals(UNREAD)) {
      tryTo(frame, () -> look(frame.image(), frame));
    }
  }

  private void look(ImageData image, DatasetFrame frame) {
    if (image.width() == 0) {
      problems.add("frame %s: the picture has no readable header".formatted(frame.id()));
    } else if (pictures.equals(UNREAD)) {
      pictures = image.width() + " x " + image.height() + " " + image.encoding();
    }
  }

  private void count(String tag, String value) {
    TreeMap<String, Long> counts = tags.computeIfAbsent(tag, t -> new TreeMap<>());
    if (counts.size() <= MAX_TAG_VALUES) {
      counts.merge(value, 1L, Long::sum);
    }
  }

  private void locate(DatasetFrame frame, Sequence sequence, String leg, Track area)
      throws IOException {
    Optional<Pose> pose = frame.pose();
    Optional<GroundPosition> ground = frame.position();
    poses += pose.isPresent() ? 1 : 0;
    positions += ground.isPresent() ? 1 : 0;
    if (pose.isPresent()) {
      Pose p = pose.get();
      pathLength += sequence.moveTo(leg, p.x(), p.y(), p.z());
      area.add(p.x(), p.y(), p.z());
    } else if (ground.isPresent()) {
      GroundPosition p = ground.get();
      pathLength += sequence.moveTo(leg, p.east(), p.north(), 0);
      area.add(p.east(), p.north(), 0);
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  /** What cannot be read of a frame does not hide the rest of it. */
  private void tryTo(DatasetFrame frame, Reading reading) {
    try {
      reading.run();
    } catch (IOException | WaymarkException e) {
      problems.add("frame %s: %s".formatted(frame.id(), e.getMessage()));
    }
  }

  private DatasetSummary summary(String spec) {
    SequencedMap<String, Long> bySequence = new LinkedHashMap<>();
    double seconds = 0;
    for (Map.Entry<String, Sequence> entry : sequences.entrySet()) {
      bySequence.put(entry.getKey(), entry.getValue().frames);
      seconds += entry.getValue().seconds();
    }
    SequencedMap<String, SequencedMap<String, Long>> byTag = new LinkedHashMap<>();
    tags.forEach(
        (tag, counts) -> {
          long counted = counts.values().stream().mapToLong(Long::longValue).sum();
          if (counts.size() <= MAX_TAG_VALUES && (counts.size() > 1 || counted < frames)) {
            byTag.put(tag, counts);
          }
        });
    return new DatasetSummary(
        spec,
        frames,
        bySequence,
        byTag,
        poses,
        positions,
        depth,
        pictures,
        stamped,
        seconds,
        pathLength,
        areas.entrySet().stream()
            .map(area -> new DatasetSummary.Area(area.getKey(), area.getValue()))
            .toList(),
        missing,
        problems);
  }

  /** How far and how long a sequence has gone. */
  private static final class Sequence {
    private long frames;
    private long first;
    private long last;

    /** The last position by city and part, of which several may have a sequence of this name. */
    private final Map<String, double[]> positionByLeg = new HashMap<>(2);

    Sequence(long stamp) {
      first = stamp;
      last = stamp;
    }

    void add(long stamp) {
      frames++;
      first = Math.min(first, stamp);
      last = Math.max(last, stamp);
    }

    double seconds() {
      return (last - first) / 1e9;
    }

    /** The distance from the position before, or 0 at the first. */
    double moveTo(String leg, double x, double y, double z) {
      double[] before = positionByLeg.put(leg, new double[] {x, y, z});
      return before == null
          ? 0
          : Math.hypot(Math.hypot(x - before[0], y - before[1]), z - before[2]);
    }
  }
}
