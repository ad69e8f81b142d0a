package org.waymark.bridge.recording.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.message.MalformedMessageException;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * A recording as a data set: {@code bag:x.bag?image=/camera&pose=/ground_truth}. Its frames are the
 * pictures of one topic or more, ordered by their own stamps. With a pose topic, pictures that no
 * pose is known for are left out. The kinds differ in name only: the file says what it is.
 *
 * <p>Opening reads the recording once, to know each picture's place and stamp.
 */
public abstract sealed class RecordingKind implements DatasetKind
    permits BagKind, McapKind, Db3Kind {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingKind.class);

  /** A picture's row takes some hundred bytes. */
  private static final int MAX_PICTURES = 10_000_000;

  RecordingKind() {}

  @Override
  public final Set<String> options() {
    return RecordingOptions.NAMES;
  }

  @Override
  public final Dataset open(DatasetSpec spec, Problems problems) {
    RecordingOptions options = RecordingOptions.of(spec);
    if (!Files.exists(spec.path())) {
      throw new WaymarkException(
          "data set '%s': there is no %s".formatted(spec, spec.path().toAbsolutePath()));
    }
    Recording recording = Recordings.open(spec.path());
    try {
      Topics topics = Topics.choose(spec, recording.summary());
      Drive drive = new Drive(options, topics);
      Notes notes = new Notes(spec, problems);
      List<PictureRow> rows = read(recording, topics, drive, notes);
      List<PictureRow> used = withPoses(rows, drive, notes);
      notes.tell();
      if (used.isEmpty()) {
        throw new WaymarkException(
            rows.isEmpty()
                ? "data set '%s' holds no pictures".formatted(spec)
                : "data set '%s': none of its %d pictures has a pose; of the first, %s"
                    .formatted(
                        spec,
                        rows.size(),
                        drive.whyNoPose(rows.getFirst().camera(), rows.getFirst().stampNanos())));
      }
      return new RecordingDataset(spec, name(spec.path()), recording, drive, used);
    } catch (RuntimeException e) {
      recording.close();
      throw e;
    }
  }

  private static String name(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static List<PictureRow> read(
      Recording recording, Topics topics, Drive drive, Notes notes) {
    List<PictureRow> rows = new ArrayList<>();
    Set<String> images = Set.copyOf(topics.images());
    try (MessageCursor messages = recording.messages()) {
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        if (!images.contains(m.channel().topic())) {
          drive.add(m);
        } else if (rows.size() < MAX_PICTURES) {
          try {
            rows.add(row(m));
          } catch (MalformedMessageException e) {
            notes.add("pictures are no messages of their type");
          }
        }
      }
      messages.damage().forEach(notes::say);
    }
    if (drive.malformed() > 0) {
      notes.say("%d messages beside the pictures are malformed".formatted(drive.malformed()));
    }
    rows.sort(Comparator.comparingLong(PictureRow::stampNanos));
    Set<String> ids = HashSet.newHashSet(rows.size());
    rows.removeIf(
        row -> {
          boolean twice = !ids.add(row.id());
          if (twice) {
            notes.add("pictures have the stamp of another of their topic");
          }
          return twice;
        });
    return rows;
  }

  /** A driver that sets no stamp leaves the time at which its picture was recorded. */
  private static PictureRow row(RecordedMessage m) {
    Header header = Messages.header(m.channel().encoding(), m.bytes());
    return new PictureRow(
        m.channel(),
        FrameIds.plain(header.frameId()).intern(),
        header.stamp() == 0 ? m.timeNanos() : header.stamp(),
        m.address());
  }

  private static List<PictureRow> withPoses(List<PictureRow> rows, Drive drive, Notes notes) {
    if (!drive.hasPoses()) {
      return rows;
    }
    List<PictureRow> used = new ArrayList<>(rows.size());
    for (PictureRow row : rows) {
      if (drive.cameraPose(row.camera(), row.stampNanos()).isPresent()) {
        used.add(row);
      } else {
        notes.add("pictures: " + drive.whyNoPose(row.camera(), row.stampNanos()));
      }
    }
    used.stream()
        .map(PictureRow::camera)
        .distinct()
        .filter(drive::unmounted)
        .forEach(
            camera ->
                notes.say(
                    ("the mounting of camera '%s' is unknown, poses are taken as the camera's;"
                            + " give mount=x,y,z,qx,qy,qz,qw if they are the robot's")
                        .formatted(camera)));
    return used;
  }

  /** What a person should know of what was left out: counted by reason. */
  private static final class Notes {

    private final DatasetSpec spec;
    private final Problems problems;
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();

    Notes(DatasetSpec spec, Problems problems) {
      this.spec = spec;
      this.problems = problems;
    }

    void add(String reason) {
      leftOut.merge(reason, 1, Integer::sum);
    }

    void say(String what) {
      String text = "%s: %s".formatted(spec.path(), what);
      LOG.warn("{}", text);
      problems.note(text);
    }

    void tell() {
      leftOut.forEach((reason, count) -> say("left out %d %s".formatted(count, reason)));
    }
  }
}
