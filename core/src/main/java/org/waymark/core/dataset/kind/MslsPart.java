package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.CsvTable;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.geometry.GroundPosition;

/**
 * The queries or the database of one city of MSLS: {@code seq_info.csv}, {@code raw.csv}, {@code
 * postprocessed.csv} and {@code subtask_index.csv}, read side by side: row i of each is the same
 * picture. Test cities lack raw and postprocessed, and with them positions and times.
 */
final class MslsPart {

  private final Path folder;
  private final String images;
  private final MslsKind.City city;
  private final String part;
  private final FrameClock clock;

  MslsPart(Path root, MslsKind.City city, String part, FrameClock clock) {
    String relative = city.folder() + "/" + city.name() + "/" + part;
    this.folder = root.resolve(relative);
    this.images = relative + "/images/";
    this.city = city;
    this.part = part;
    this.clock = clock;
  }

  /**
   * Appends the pictures to an index.
   *
   * @param subtask of whose pictures alone; all when empty
   */
  void read(Optional<String> subtask, FrameIndex index, Problems problems) {
    boolean test = city.folder().equals("test");
    index.startPart();
    try (CsvTable sequences = CsvTable.open(folder.resolve("seq_info.csv"));
        @Nullable CsvTable raw = open("raw.csv", !test);
        @Nullable CsvTable processed = open("postprocessed.csv", !test);
        @Nullable CsvTable subtasks =
            subtask.isPresent() ? open("subtask_index.csv", true) : null) {
      int flag = subtasks == null ? 0 : subtasks.column(subtask.orElseThrow());
      int key = sequences.column("key");
      for (Optional<Line> line = sequences.next(); line.isPresent(); line = sequences.next()) {
        Row row = new Row(line.get(), key < line.get().words().size() ? line.get().word(key) : "");
        long before = problems.count();
        sequences.attempt(line.get(), problems, l -> row.readSequence(sequences, l));
        sideBySide(raw, row, problems, l -> row.readRaw(raw, l));
        sideBySide(processed, row, problems, l -> row.readProcessed(processed, l));
        sideBySide(subtasks, row, problems, l -> row.selected = l.flag(flag));
        if (problems.count() == before && row.selected && !row.addTo(index)) {
          problems.add(
              sequences.file(), row.line.number(), "key '%s' is there twice".formatted(row.key));
        }
      }
      requireEnd(raw, sequences.file());
      requireEnd(processed, sequences.file());
      requireEnd(subtasks, sequences.file());
    }
  }

  private @Nullable CsvTable open(String name, boolean required) {
    Path file = folder.resolve(name);
    return required || Files.exists(file) ? CsvTable.open(file) : null;
  }

  private interface Reading {
    void read(Line line);
  }

  /** Reads the row of another table that belongs to this one. */
  private void sideBySide(@Nullable CsvTable table, Row row, Problems problems, Reading reading) {
    if (table == null) {
      return;
    }
    Line line =
        table
            .next()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "%s ends before seq_info.csv, whose line %d is '%s'; both list the same pictures in the same order, so fetch the tables again"
                            .formatted(table.file(), row.line.number(), row.key)));
    Optional<String> key =
        table.find("key").map(at -> at < line.words().size() ? line.word(at) : "");
    if (key.isPresent() && !key.get().equals(row.key)) {
      throw new WaymarkException(
          "%s:%d is about '%s', but line %d of seq_info.csv about '%s'; both list the same pictures in the same order, so fetch the tables again"
              .formatted(table.file(), line.number(), key.get(), row.line.number(), row.key));
    }
    table.attempt(line, problems, reading::read);
  }

  private static void requireEnd(@Nullable CsvTable table, Path sequences) {
    if (table != null && table.next().isPresent()) {
      throw new WaymarkException(
          "%s has more rows than %s; both list the same pictures, so fetch the tables again"
              .formatted(table.file(), sequences));
    }
  }

  /** What the tables say of one picture. */
  private final class Row {
    private final Line line;
    private final String key;
    private boolean selected = true;
    private String sequence = "";
    private long frame;
    private double heading = Double.NaN;
    private @Nullable Long stamp;
    private @Nullable Boolean panorama;
    private @Nullable GroundPosition position;
    private @Nullable Boolean night;
    private @Nullable Boolean controlPanel;
    private String view = "";

    Row(Line line, String key) {
      this.line = line;
      this.key = key;
    }

    void readSequence(CsvTable table, Line l) {
      if (key.isEmpty() || key.indexOf('/') >= 0 || key.indexOf('\0') >= 0) {
        throw new MalformedLineException("'%s' is no key of a picture".formatted(key));
      }
      sequence = l.word(table.column("sequence_key"));
      frame = l.integer(table.column("frame_number"));
    }

    void readRaw(CsvTable table, Line l) {
      int angle = table.column("ca");
      heading = l.word(angle).isEmpty() ? Double.NaN : l.number(angle);
      panorama = l.flag(table.column("pano"));
      stamp = Stamps.ofDate(l.word(table.column("captured_at")));
    }

    void readProcessed(CsvTable table, Line l) {
      position =
          GroundPosition.of(l.number(table.column("easting")), l.number(table.column("northing")));
      night = l.flag(table.column("night"));
      controlPanel = l.flag(table.column("control_panel"));
      view = l.word(table.column("view_direction"));
    }

    boolean addTo(FrameIndex index) {
      if (!index.add(images + key + ".jpg")) {
        return false;
      }
      index
          .sequence(sequence)
          .frameNumber(frame)
          .tag(Tags.CITY, city.name())
          .tag(Tags.PART, part)
          .tag(Tags.SPLIT, city.split());
      if (stamp != null) {
        index.stamp(stamp);
      } else {
        index.madeUpStamp(clock.stampNanos(index.size() - 1L));
      }
      if (position != null) {
        index.position(new GroundPosition(position.east(), position.north(), heading, ""));
      }
      tag(index, Tags.PANORAMA, panorama);
      tag(index, Tags.NIGHT, night);
      tag(index, "control_panel", controlPanel);
      if (!view.isEmpty()) {
        index.tag(Tags.VIEW, view.toLowerCase(Locale.ROOT));
      }
      return true;
    }

    private static void tag(FrameIndex index, String name, @Nullable Boolean flag) {
      if (flag != null) {
        index.tag(name, flag.toString());
      }
    }
  }
}
