package org.waymark.core.dataset.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.convert.PicturePaths;
import org.waymark.core.dataset.index.OdometryColumn;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;
import org.waymark.core.progress.Progress;

/**
 * Writes a data set as frame CSV, with the columns that some frame has a value for. Goes over the
 * frames twice and keeps none.
 */
public final class FrameCsvWriter {

  private final Set<String> tags = new TreeSet<>();
  private boolean keys;
  private boolean frameNumbers;
  private boolean stamps;
  private boolean poses;
  private boolean odometry;
  private boolean mountings;
  private boolean positions;
  private boolean headings;
  private boolean zones;
  private boolean cameras;
  private boolean depths;

  private FrameCsvWriter() {}

  /**
   * Writes a file.
   *
   * @param root what the pictures' paths are written relative to
   * @param progress advances by one for each frame
   * @throws WaymarkException when a frame's picture is no file, or its pose cannot be read
   */
  public static void write(Dataset dataset, Path file, Path root, Progress progress)
      throws IOException {
    FrameCsvWriter writer = new FrameCsvWriter();
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
        writer.look(i.next(), root);
      }
    }
    try (CsvWriter csv = CsvWriter.builder().build(file);
        Stream<DatasetFrame> frames = dataset.frames()) {
      csv.writeRecord(writer.header());
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); progress.advance(1)) {
        csv.writeRecord(writer.line(i.next(), root));
      }
    }
  }

  private void look(DatasetFrame frame, Path root) throws IOException {
    keys |= !frame.key().equals(PicturePaths.relative(frame, root));
    frameNumbers |= frame.frameNumber().isPresent();
    stamps |= frame.stamped();
    poses |= frame.pose().isPresent();
    odometry |= frame.odometry().isPresent();
    mountings |= frame.baseToCamera().isPresent();
    Optional<GroundPosition> position = frame.position();
    positions |= position.isPresent();
    headings |= position.isPresent() && position.get().heading().isPresent();
    zones |= position.isPresent() && !position.get().zone().isEmpty();
    cameras |= knownIntrinsics(frame).isPresent();
    depths |= frame.hasDepth();
    tags.addAll(frame.tags().keySet());
  }

  /** Some cameras look into the picture for its size; without the picture they are not known. */
  private static Optional<Intrinsics> knownIntrinsics(DatasetFrame frame) {
    try {
      return frame.intrinsics();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<String> header() {
    List<String> names = new ArrayList<>(List.of(FrameCsv.PATH));
    addIf(keys, names, List.of(FrameCsv.KEY));
    names.add(FrameCsv.SEQUENCE);
    addIf(frameNumbers, names, List.of(FrameCsv.FRAME));
    addIf(stamps, names, List.of(FrameCsv.STAMP));
    addIf(poses, names, FrameCsv.POSE);
    addIf(odometry, names, FrameCsv.ODOMETRY);
    addIf(odometry, names, List.of(FrameCsv.ODOMETRY_COVARIANCE));
    addIf(mountings, names, FrameCsv.MOUNTING);
    addIf(positions, names, List.of(FrameCsv.EAST, FrameCsv.NORTH));
    addIf(headings, names, List.of(FrameCsv.HEADING));
    addIf(zones, names, List.of(FrameCsv.ZONE));
    addIf(cameras, names, FrameCsv.CAMERA);
    addIf(depths, names, List.of(FrameCsv.DEPTH, FrameCsv.DEPTH_UNITS));
    tags.forEach(tag -> names.add(FrameCsv.TAG + tag));
    return names;
  }

  private List<String> line(DatasetFrame frame, Path root) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(PicturePaths.relative(frame, root));
    addIf(keys, words, List.of(frame.key()));
    words.add(frame.sequence());
    addIf(
        frameNumbers,
        words,
        List.of(
            frame.frameNumber().isPresent() ? Long.toString(frame.frameNumber().getAsLong()) : ""));
    addIf(stamps, words, List.of(frame.stamped() ? Long.toString(frame.stampNanos()) : ""));
    addIf(poses, words, frame.pose().map(FrameCsvWriter::words).orElse(empty(7)));
    addIf(odometry, words, frame.odometry().map(FrameCsvWriter::words).orElse(empty(8)));
    addIf(mountings, words, frame.baseToCamera().map(FrameCsvWriter::words).orElse(empty(7)));
    Optional<GroundPosition> position = frame.position();
    addIf(positions, words, position.map(p -> numbers(p.east(), p.north())).orElse(empty(2)));
    addIf(
        headings,
        words,
        position
            .filter(p -> p.heading().isPresent())
            .map(p -> numbers(p.headingDegrees()))
            .orElse(empty(1)));
    addIf(zones, words, position.map(p -> List.of(p.zone())).orElse(empty(1)));
    addIf(cameras, words, knownIntrinsics(frame).map(FrameCsvWriter::words).orElse(empty(6)));
    addIf(
        depths,
        words,
        frame.depthFile().filter(d -> frame.hasDepth()).map(d -> words(d, root)).orElse(empty(2)));
    var values = frame.tags();
    tags.forEach(tag -> words.add(values.getOrDefault(tag, "")));
    return words;
  }

  private static void addIf(boolean wanted, List<String> words, List<String> more) {
    if (wanted) {
      words.addAll(more);
    }
  }

  private static List<String> empty(int count) {
    return Collections.nCopies(count, "");
  }

  private static List<String> words(Pose p) {
    return numbers(p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
  }

  private static List<String> words(Odometry o) {
    List<String> words = new ArrayList<>(words(o.pose()));
    words.add(
        Arrays.stream(OdometryColumn.triangle(o))
            .mapToObj(Double::toString)
            .collect(Collectors.joining(" ")));
    return words;
  }

  private static List<String> words(Intrinsics k) {
    List<String> words =
        new ArrayList<>(List.of(Integer.toString(k.width()), Integer.toString(k.height())));
    words.addAll(numbers(k.fx(), k.fy(), k.cx(), k.cy()));
    return words;
  }

  private static List<String> words(DepthFile depth, Path root) {
    return List.of(
        PicturePaths.relative(depth.file(), root), Double.toString(depth.unitsPerMetre()));
  }

  private static List<String> numbers(double... numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).toList();
  }
}
