package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.ListedDataset;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.text.OdometryTrack;

/**
 * {@code 7scenes:path}: the layout of Microsoft's 7-Scenes. Folders {@code seq-XX} with {@code
 * frame-NNNNNN.color.png|jpg}, {@code .depth.png} and {@code .pose.txt}; {@code TrainSplit.txt} and
 * {@code TestSplit.txt} name the sequences of {@code split=train|test}. Without a split it means
 * all sequences; {@code seq=seq-01,seq-02} picks some; the path may also be one sequence itself.
 * {@code poses=FILE} takes the pictures that {@link SevenScenesPoses} lists in place of all these.
 *
 * <p>A sequence may hold {@code odometry.txt}, an {@link OdometryTrack} with a line for each of its
 * pictures, in their order.
 */
public final class SevenScenesKind implements DatasetKind {

  private static final Pattern COLOUR =
      Pattern.compile("frame-(\\d{1,9})\\.color\\.(png|jpg|jpeg)");
  private static final Pattern SEQUENCE_LINE = Pattern.compile("sequence\\s*(\\d{1,6})");
  private static final Map<String, String> SPLIT_FILES =
      Map.of("train", "TrainSplit.txt", "test", "TestSplit.txt");

  private static final String ODOMETRY = "odometry.txt";

  /** Frames of rest between two sequences, so that a replay of several never goes back in time. */
  static final int SEQUENCE_GAP = 30;

  @Override
  public String name() {
    return "7scenes";
  }

  @Override
  public String description() {
    return "seq-XX folders of colour, depth and pose files, with TrainSplit.txt and TestSplit.txt";
  }

  @Override
  public Set<String> options() {
    return Set.of("split", "seq", SpecOptions.POSES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = spec.path();
    if (!Files.isDirectory(root)) {
      throw new WaymarkException(
          "data set '%s': there is no folder %s".formatted(spec, root.toAbsolutePath()));
    }
    FrameClock clock = FrameClock.of(spec);
    if (spec.option(SpecOptions.POSES).isPresent()) {
      return SevenScenesPoses.open(spec, clock, problems);
    }
    SevenScenesCamera camera = new SevenScenesCamera(root);
    List<DatasetFrame> frames = new ArrayList<>();
    long start = 0;
    for (Path sequence : sequenceFolders(spec)) {
      List<Path> pictures = pictures(sequence);
      if (pictures.isEmpty()) {
        throw new WaymarkException(
            "data set '%s': sequence folder %s holds no frame-NNNNNN.color.png or .jpg"
                .formatted(spec, sequence));
      }
      OdometryTrack odometry = odometry(sequence, pictures.size(), problems);
      long last = 0;
      for (int i = 0; i < pictures.size(); i++) {
        last = number(pictures.get(i));
        frames.add(
            new SevenScenesFrame(
                pictures.get(i), camera, clock.stampNanos(start + last), odometry, i));
      }
      start += last + SEQUENCE_GAP;
    }
    return new ListedDataset(spec, parent(isSequence(root) ? parent(root) : root), frames);
  }

  /** By order and not by time: the layout has no times but those that {@code hz} makes up. */
  private static OdometryTrack odometry(Path sequence, int pictures, Problems problems) {
    Path file = sequence.resolve(ODOMETRY);
    if (!Files.exists(file)) {
      return OdometryTrack.empty();
    }
    long before = problems.count();
    OdometryTrack track = OdometryTrack.read(file, problems);
    if (problems.count() == before && track.size() != pictures) {
      problems.add(
          "%s has %d lines of odometry for %d pictures; it has one for each"
              .formatted(file, track.size(), pictures));
    }
    // A line that was left out would move all that follow to other pictures.
    return track.size() == pictures ? track : OdometryTrack.empty();
  }

  private static boolean isSequence(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName()).startsWith("seq-");
  }

  /** The folder above: index files name pictures by scene, sequence and frame. */
  static Path parent(Path folder) {
    return Optional.ofNullable(folder.getParent())
        .orElseGet(() -> folder.resolve("..").normalize());
  }

  private static List<Path> sequenceFolders(DatasetSpec spec) {
    if (spec.option("split").isPresent() && spec.option("seq").isPresent()) {
      throw new WaymarkException(
          "data set '%s' gives both split and seq: give one of them".formatted(spec));
    }
    Path root = spec.path();
    List<String> names;
    if (spec.option("split").isPresent()) {
      names = splitSequences(spec, spec.option("split").get());
    } else if (spec.option("seq").isPresent()) {
      names = List.of(spec.option("seq").get().split(","));
    } else {
      names = allSequences(spec);
      if (names.isEmpty()) {
        return List.of(root);
      }
    }
    List<Path> folders = new ArrayList<>();
    for (String name : names) {
      Path folder = root.resolve(name);
      if (!Files.isDirectory(folder)) {
        throw new WaymarkException(
            "data set '%s': there is no sequence folder %s".formatted(spec, folder));
      }
      folders.add(folder);
    }
    return folders;
  }

  private static List<String> splitSequences(DatasetSpec spec, String split) {
    String fileName = SPLIT_FILES.get(split);
    if (fileName == null) {
      throw new WaymarkException(
          "split=%s in data set '%s': write split=train or split=test".formatted(split, spec));
    }
    Path file = spec.path().resolve(fileName);
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new WaymarkException(
          "data set '%s': the split file %s cannot be read (%s); without split=%s all sequences are taken"
              .formatted(spec, file, e.getClass().getSimpleName(), split),
          e);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      Matcher matcher = SEQUENCE_LINE.matcher(line);
      if (!matcher.matches()) {
        throw new WaymarkException(
            "%s:%d: '%s' names no sequence: write e.g. sequence1".formatted(file, i + 1, line));
      }
      names.add(String.format(Locale.ROOT, "seq-%02d", Integer.parseInt(matcher.group(1))));
    }
    if (names.isEmpty()) {
      throw new WaymarkException(
          "data set '%s': the split is empty, %s names no sequence".formatted(spec, file));
    }
    return names;
  }

  private static List<String> allSequences(DatasetSpec spec) {
    try (Stream<Path> entries = Files.list(spec.path())) {
      return entries
          .filter(Files::isDirectory)
          .map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith("seq-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new WaymarkException(
          "data set '%s': %s cannot be read: %s".formatted(spec, spec.path(), e.getMessage()), e);
    }
  }

  private static List<Path> pictures(Path sequence) {
    try (Stream<Path> entries = Files.list(sequence)) {
      return entries
          .filter(p -> COLOUR.matcher(p.getFileName().toString()).matches())
          .sorted(
              java.util.Comparator.comparingLong(SevenScenesKind::number)
                  .thenComparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be read: %s".formatted(sequence, e.getMessage()), e);
    }
  }

  private static long number(Path picture) {
    Matcher matcher = COLOUR.matcher(picture.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
