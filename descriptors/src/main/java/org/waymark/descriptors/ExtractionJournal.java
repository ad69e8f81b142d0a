package org.waymark.descriptors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/**
 * What an extraction is about and how far it has come, as lines of text: a head that names the
 * work, then {@code skipped FRAME REASON} for each frame left out and {@code done FRAMES ROWS} when
 * the rows up to there are in the file. What follows the last complete {@code done} never happened.
 */
final class ExtractionJournal implements AutoCloseable {

  private static final String TITLE = "waymark extract 2";
  private static final String DONE = "done ";
  private static final String SKIPPED = "skipped ";

  private static final Pattern LINE =
      Pattern.compile(
          "done (?<frames>[0-9]{1,18}) (?<rows>[0-9]{1,18})|skipped (?<frame>[0-9]{1,18}) (?<reason>.*)");

  /** Beyond a line for each of millions of frames. */
  private static final long MAX_BYTES = 1L << 28;

  /**
   * What is extracted, and whatever else rows of one file must have in common. The number of
   * threads is not among it: like another machine, it changes nothing but the rounding of float32.
   *
   * @param model its id
   * @param precision of the network's numbers
   * @param device {@code cpu} or {@code gpu}
   * @param dataset its name, with an absolute path
   * @param names SHA-256 of the frames' names
   * @param frames how many there are
   * @param columns numbers in a descriptor
   */
  record Work(
      String model,
      String precision,
      String device,
      String dataset,
      String names,
      long frames,
      int columns) {

    private List<String> lines() {
      return List.of(
          "model " + model,
          "precision " + precision,
          "device " + device,
          "dataset " + dataset.replace('\n', ' '),
          "names " + names,
          "frames " + frames,
          "columns " + columns);
    }

    private String head() {
      return TITLE + "\n" + String.join("\n", lines()) + "\n";
    }

    /** Where a journal's head is about other work: what it says, and what this work would say. */
    private String differences(List<String> theirs) {
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < lines().size() && i < theirs.size(); i++) {
        String ours = lines().get(i);
        if (!theirs.get(i).equals(ours)) {
          differences.add(
              "%s, now %s".formatted(theirs.get(i), ours.substring(ours.indexOf(' ') + 1)));
        }
      }
      return String.join("; ", differences);
    }
  }

  /**
   * How far an extraction has come.
   *
   * @param frames done, from the data set's first on
   * @param rows in the file
   * @param skipped reasons by the frame's index, from 0 on
   */
  record State(long frames, long rows, SortedMap<Long, String> skipped) {}

  private final FileChannel channel;

  /** Where the next lines go; what a failed write left behind it is written over. */
  private long end;

  private State state;

  private ExtractionJournal(FileChannel channel, long end, State state) {
    this.channel = channel;
    this.end = end;
    this.state = state;
  }

  /** Begins a new journal in place of one that may be there. */
  static ExtractionJournal begin(Path file, Work work) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    ExtractionJournal journal = new ExtractionJournal(channel, 0, new State(0, 0, new TreeMap<>()));
    journal.append(work.head());
    return journal;
  }

  /**
   * Goes on with a journal.
   *
   * @throws WaymarkException when there is none, or one of other work
   */
  static ExtractionJournal resume(Path file, Work work) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new WaymarkException(
          "there are rows of an interrupted extraction, but no %s that says what they are; begin anew with --restart"
              .formatted(file));
    }
    String text = Files.size(file) > MAX_BYTES ? "" : Files.readString(file);
    List<String> lines = text.lines().limit(1 + work.lines().size()).toList();
    if (lines.size() <= work.lines().size() || !lines.getFirst().equals(TITLE)) {
      throw new WaymarkException(
          "%s is damaged, or of another version of Waymark; begin anew with --restart"
              .formatted(file));
    }
    if (!text.startsWith(work.head())) {
      throw new WaymarkException(
          "an interrupted extraction was of other work, as %s says: %s. Finish it as it was begun, or begin anew with --restart"
              .formatted(file, work.differences(lines.subList(1, lines.size()))));
    }
    State state = new State(0, 0, new TreeMap<>());
    TreeMap<Long, String> skipped = new TreeMap<>();
    int end = work.head().length();
    int position = end;
    for (int next = text.indexOf('\n', position); next >= 0; next = text.indexOf('\n', position)) {
      Matcher line = LINE.matcher(text.substring(position, next));
      if (!line.matches()) {
        break;
      }
      position = next + 1;
      if (line.group("reason") != null) {
        skipped.put(Long.parseLong(line.group("frame")), line.group("reason"));
      } else {
        long frames = Long.parseLong(line.group("frames"));
        long rows = Long.parseLong(line.group("rows"));
        if (frames > work.frames() || rows + skipped.size() != frames) {
          break;
        }
        state = new State(frames, rows, new TreeMap<>(skipped));
        end = position;
      }
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    long bytes = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    return new ExtractionJournal(channel.truncate(bytes), bytes, state);
  }

  /** As of the last {@link #done}. */
  State state() {
    return state;
  }

  /** Notes frames left out, and that all rows so far are in the file. */
  void done(State now) throws IOException {
    StringBuilder lines = new StringBuilder();
    now.skipped()
        .tailMap(state.frames())
        .forEach(
            (frame, reason) ->
                lines.append(SKIPPED).append(frame).append(' ').append(reason).append('\n'));
    lines.append(DONE).append(now.frames()).append(' ').append(now.rows()).append('\n');
    append(lines.toString());
    state = now;
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    end = position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
