package org.waymark.core.dataset.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.index.OdometryColumn;
import org.waymark.core.dataset.text.CsvTable;
import org.waymark.core.dataset.text.LensWords;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * Reads a frame CSV. Columns may stand in any order; a group such as a pose's seven is there whole
 * or not at all, in the header as in each line.
 */
public final class FrameCsvReader {

  private static final double MILLIMETRES = 1000;

  private final CsvTable table;
  private final int path;
  private final Optional<Integer> key;
  private final Optional<Integer> sequence;
  private final Optional<Integer> frame;
  private final Optional<Integer> stamp;
  private final List<Integer> pose;
  private final List<Integer> odometry;
  private final Optional<Integer> odometryCovariance;
  private final List<Integer> mounting;
  private final List<Integer> ground;
  private final Optional<Integer> heading;
  private final Optional<Integer> zone;
  private final List<Integer> camera;
  private final Optional<Integer> depth;
  private final Optional<Integer> depthUnits;
  private final Map<String, Integer> tags = new LinkedHashMap<>();

  private FrameCsvReader(CsvTable table) {
    this.table = table;
    path = table.column(FrameCsv.PATH);
    key = table.find(FrameCsv.KEY);
    sequence = table.find(FrameCsv.SEQUENCE);
    frame = table.find(FrameCsv.FRAME);
    stamp = table.find(FrameCsv.STAMP);
    pose = group(FrameCsv.POSE);
    odometry = group(FrameCsv.ODOMETRY);
    odometryCovariance = table.find(FrameCsv.ODOMETRY_COVARIANCE);
    mounting = group(FrameCsv.MOUNTING);
    ground = group(List.of(FrameCsv.EAST, FrameCsv.NORTH));
    heading = table.find(FrameCsv.HEADING);
    zone = table.find(FrameCsv.ZONE);
    camera = group(FrameCsv.CAMERA);
    depth = table.find(FrameCsv.DEPTH);
    depthUnits = table.find(FrameCsv.DEPTH_UNITS);
    for (String name : table.header()) {
      if (name.startsWith(FrameCsv.TAG)) {
        tags.put(name.substring(FrameCsv.TAG.length()), table.column(name));
      }
    }
  }

  /**
   * Appends the frames of a file to an index.
   *
   * @param clock the stamp of frame i where the file has none
   * @throws WaymarkException when the file is missing or its header is not as it should be
   */
  public static void read(Path file, FrameIndex index, LongUnaryOperator clock, Problems problems) {
    try (CsvTable table = CsvTable.open(file)) {
      FrameCsvReader reader = new FrameCsvReader(table);
      table.forEach(problems, line -> reader.add(line, index, clock));
    }
  }

  private List<Integer> group(List<String> names) {
    List<Integer> columns = new ArrayList<>();
    names.forEach(name -> table.find(name).ifPresent(columns::add));
    if (!columns.isEmpty() && columns.size() < names.size()) {
      throw new WaymarkException(
          "%s:1: the columns %s belong together, but the header lacks some of them"
              .formatted(table.file(), String.join(", ", names)));
    }
    return columns;
  }

  private void add(Line line, FrameIndex index, LongUnaryOperator clock) {
    // What may be malformed comes before the frame is there.
    String picture = line.word(path);
    if (picture.isEmpty()) {
      throw new MalformedLineException("the path is empty");
    }
    if (line.words().stream().anyMatch(w -> w.indexOf('\0') >= 0)) {
      throw new MalformedLineException("the line has a character that is no text");
    }
    Optional<Pose> cameraToWorld = numbers(line, pose).map(PoseWords::xyzThenXyzw);
    Optional<Odometry> odometer =
        numbers(line, odometry).map(PoseWords::xyzThenXyzw).map(p -> odometry(line, p));
    Optional<Pose> baseToCamera = numbers(line, mounting).map(PoseWords::xyzThenXyzw);
    Optional<GroundPosition> position = numbers(line, ground).map(n -> position(line, n));
    Optional<Intrinsics> lens = numbers(line, camera).map(LensWords::sizeThenFocal);
    Optional<Long> nanos = word(line, stamp).map(w -> line.integer(stamp.orElseThrow()));
    Optional<Long> number = word(line, frame).map(w -> line.integer(frame.orElseThrow()));
    double units =
        word(line, depthUnits).isPresent() ? line.number(depthUnits.orElseThrow()) : MILLIMETRES;
    if (!(units > 0)) {
      throw new MalformedLineException("a metre is %s units of depth".formatted(units));
    }
    if (!index.add(picture)) {
      throw new MalformedLineException(picture + " is there twice");
    }
    nanos.ifPresentOrElse(
        index::stamp, () -> index.madeUpStamp(clock.applyAsLong(index.size() - 1L)));
    word(line, key).ifPresent(index::key);
    word(line, sequence).ifPresent(index::sequence);
    number.ifPresent(index::frameNumber);
    cameraToWorld.ifPresent(index::pose);
    odometer.ifPresent(index::odometry);
    baseToCamera.ifPresent(index::mounting);
    position.ifPresent(index::position);
    lens.map(Camera::of).ifPresent(index::camera);
    word(line, depth).ifPresent(file -> index.depth(file, units));
    tags.forEach(
        (name, column) -> word(line, Optional.of(column)).ifPresent(v -> index.tag(name, v)));
  }

  private Odometry odometry(Line line, Pose pose) {
    Optional<String> text = word(line, odometryCovariance);
    if (text.isEmpty()) {
      return Odometry.ofPose(pose);
    }
    try {
      double[] triangle =
          Arrays.stream(text.get().split(" ")).mapToDouble(Double::parseDouble).toArray();
      if (triangle.length == OdometryColumn.TRIANGLE
          && Arrays.stream(triangle).allMatch(Double::isFinite)) {
        return OdometryColumn.ofTriangle(pose, triangle);
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(
          "the odometry's covariance '%s': %s".formatted(text.get(), e.getMessage()));
    }
    throw new MalformedLineException(
        "the odometry's covariance '%s' is not %d numbers with a space between them"
            .formatted(text.get(), OdometryColumn.TRIANGLE));
  }

  private GroundPosition position(Line line, double[] eastNorth) {
    double degrees =
        word(line, heading).isPresent() ? line.number(heading.orElseThrow()) : Double.NaN;
    return new GroundPosition(eastNorth[0], eastNorth[1], degrees, word(line, zone).orElse(""));
  }

  /** The value of a column, unless the column is missing or the value is empty. */
  private static Optional<String> word(Line line, Optional<Integer> column) {
    return column.map(line::word).filter(w -> !w.isEmpty());
  }

  /** The numbers of a group, unless it is missing or empty. */
  private static Optional<double[]> numbers(Line line, List<Integer> columns) {
    long empty = columns.stream().filter(c -> line.word(c).isEmpty()).count();
    if (columns.isEmpty() || empty == columns.size()) {
      return Optional.empty();
    }
    return Optional.of(columns.stream().mapToDouble(line::number).toArray());
  }
}
