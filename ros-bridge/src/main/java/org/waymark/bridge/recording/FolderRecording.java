package org.waymark.bridge.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;

/**
 * A folder that ROS 2 recorded into: files {@code name_0.db3}, {@code name_1.db3}, ... or the same
 * with {@code .mcap}, read one after another. {@code metadata.yaml} is not needed: a recorder that
 * was killed has not written it.
 */
final class FolderRecording implements Recording {

  private static final List<String> EXTENSIONS = List.of(".db3", ".mcap");
  private static final Pattern NUMBER = Pattern.compile("(.*?)_?(\\d{1,9})\\.[^.]*");
  private static final int CHANNELS_OF_A_PART = 1 << 20;

  private final Path folder;
  private final List<Recording> parts;

  private FolderRecording(Path folder, List<Recording> parts) {
    this.folder = folder;
    this.parts = parts;
  }

  /**
   * By the first of its files; a folder of compressed ones is told by its {@code metadata.yaml}.
   */
  static Optional<Recordings.Format> format(Path folder) {
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      return Files.exists(folder.resolve("metadata.yaml"))
          ? Optional.of(Recordings.Format.DB3)
          : Optional.empty();
    }
    return Recordings.format(files.getFirst());
  }

  static Recording open(Path folder) {
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new MalformedRecordingException(folder, why(folder));
    }
    List<Recording> parts = new ArrayList<>();
    try {
      for (Path file : files) {
        parts.add(Recordings.open(file));
      }
      return new FolderRecording(folder, List.copyOf(parts));
    } catch (RuntimeException e) {
      parts.forEach(Recording::close);
      throw e;
    }
  }

  private static String why(Path folder) {
    return list(folder).stream().anyMatch(file -> file.toString().endsWith(".zstd"))
        ? "its files are compressed as a whole; unpack them first with: zstd -d %s/*.zstd"
            .formatted(folder)
        : "there is no file that ends in " + String.join(" or ", EXTENSIONS);
  }

  /** In the order of their numbers: 10 comes behind 9. */
  private static List<Path> files(Path folder) {
    return list(folder).stream()
        .filter(file -> EXTENSIONS.stream().anyMatch(file.toString()::endsWith))
        .sorted(
            Comparator.comparingLong(FolderRecording::number)
                .thenComparing(file -> file.getFileName().toString()))
        .toList();
  }

  private static long number(Path file) {
    Matcher matcher = NUMBER.matcher(file.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(2)) : -1;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new MalformedRecordingException(folder, FileFailure.reason(e), e);
    }
  }

  @Override
  public Path path() {
    return folder;
  }

  @Override
  public String format() {
    return parts.getFirst().format()
        + (parts.size() == 1 ? "" : ", %d files".formatted(parts.size()));
  }

  @Override
  public MessageCursor messages() {
    return new Cursor();
  }

  @Override
  public ByteBuffer read(MessageAddress address) {
    return parts.get(address.part()).read(address);
  }

  @Override
  public RecordingSummary summary() {
    RecordingSummary.Builder sums = new RecordingSummary.Builder();
    for (int part = 0; part < parts.size(); part++) {
      RecordingSummary summary = parts.get(part).summary();
      for (ChannelSummary c : summary.channels()) {
        sums.add(
            new ChannelSummary(
                inPart(c.channel(), part), c.count(), c.firstNanos(), c.lastNanos()));
      }
      sums.damage(named(parts.get(part), summary.damage()));
    }
    return sums.build();
  }

  /** Files number their channels each for itself. */
  private static Channel inPart(Channel c, int part) {
    return part == 0
        ? c
        : new Channel(part * CHANNELS_OF_A_PART + c.id(), c.topic(), c.type(), c.encoding());
  }

  private static List<String> named(Recording part, List<String> damage) {
    return damage.stream().map(what -> part.path().getFileName() + ": " + what).toList();
  }

  @Override
  public void close() {
    parts.forEach(Recording::close);
  }

  /** Goes through the files one after another. */
  private final class Cursor implements MessageCursor {

    private final List<String> damage = new ArrayList<>();
    private final Map<Channel, Channel> channels = new LinkedHashMap<>();
    private int part;
    private @Nullable MessageCursor current;

    @Override
    public @Nullable RecordedMessage next() {
      while (part < parts.size()) {
        if (current == null) {
          current = parts.get(part).messages();
          channels.clear();
        }
        RecordedMessage m = current.next();
        if (m != null) {
          int number = part;
          return new RecordedMessage(
              channels.computeIfAbsent(m.channel(), c -> inPart(c, number)),
              m.timeNanos(),
              m.bytes(),
              m.address().inPart(part));
        }
        damage.addAll(named(parts.get(part), current.damage()));
        current.close();
        current = null;
        part++;
      }
      return null;
    }

    @Override
    public List<String> damage() {
      return List.copyOf(damage);
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
        current = null;
      }
      part = parts.size();
    }
  }
}
