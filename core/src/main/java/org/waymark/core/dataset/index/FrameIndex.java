package org.waymark.core.dataset.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Tags;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;

/**
 * What a data set's index files say, as columns. A kind appends frames with {@link #add}, sets what
 * it knows of the last one, and makes a data set of it:
 *
 * <pre>{@code
 * FrameIndex index = new FrameIndex(root);
 * if (index.add("rgb/1.png")) {
 *   index.stamp(1_000_000_000L).pose(pose);
 * }
 * return index.dataset(spec);
 * }</pre>
 */
public final class FrameIndex {

  private static final long NO_FRAME_NUMBER = -1;

  private final Path root;
  private final PathColumn paths = new PathColumn();
  private final List<@Nullable String> keys = new ArrayList<>();
  private final Codes<String> sequences = new Codes<>();
  private final Longs frameNumbers = new Longs(NO_FRAME_NUMBER);
  private final Longs stamps = new Longs(0);
  private final BitSet stamped = new BitSet();
  private final Doubles poses = new Doubles(7);
  private final Doubles positions = new Doubles(3);
  private final Codes<String> zones = new Codes<>();
  private final SequencedMap<String, Codes<String>> tags = new LinkedHashMap<>();
  private final Codes<Camera> cameras = new Codes<>();
  private final Codes<Pose> mountings = new Codes<>();
  private final OdometryColumn odometry = new OdometryColumn();
  private final List<@Nullable String> depthPaths = new ArrayList<>();
  private final Doubles depthUnitsPerMetre = new Doubles(1);
  private UnaryOperator<String> keyOfPath = path -> path;
  private UnaryOperator<Path> onDisk = file -> file;

  /**
   * @param root what the pictures' paths are relative to
   */
  public FrameIndex(Path root) {
    this.root = root;
  }

  /** How a frame's key follows from its path; the path itself unless told. */
  public FrameIndex keys(UnaryOperator<String> rule) {
    this.keyOfPath = rule;
    return this;
  }

  /** Where a picture lies whose name differs between index and disk. */
  public FrameIndex filesOnDisk(UnaryOperator<Path> rule) {
    this.onDisk = rule;
    return this;
  }

  /** From here on a path may occur that occurred before, as in the other part of a data set. */
  public void startPart() {
    paths.startScope();
  }

  /**
   * Appends a frame; what is set next belongs to it.
   *
   * @param path of its picture, relative to the root, with {@code /}
   * @return false, and there is no new frame, when this part has one of that path
   */
  public boolean add(String path) {
    if (paths.rows() == Integer.MAX_VALUE / 7 - 1) {
      throw new WaymarkException(
          "the data set in %s has more than %d frames".formatted(root, paths.rows()));
    }
    return paths.add(path);
  }

  private int last() {
    return paths.rows() - 1;
  }

  /** A key that does not follow from the path. */
  public FrameIndex key(String key) {
    set(keys, last(), key);
    return this;
  }

  public FrameIndex sequence(String name) {
    sequences.set(last(), name);
    return this;
  }

  public FrameIndex frameNumber(long number) {
    frameNumbers.set(last(), number);
    return this;
  }

  /** When it was taken, as recorded. */
  public FrameIndex stamp(long nanos) {
    stamps.set(last(), nanos);
    stamped.set(last());
    return this;
  }

  /** A time that is made up because none was recorded. */
  public FrameIndex madeUpStamp(long nanos) {
    stamps.set(last(), nanos);
    stamped.clear(last());
    return this;
  }

  /** Camera-to-world. */
  public FrameIndex pose(Pose p) {
    poses.set(last(), p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
    return this;
  }

  public FrameIndex position(GroundPosition p) {
    positions.set(last(), p.east(), p.north(), p.headingDegrees());
    zones.set(last(), p.zone());
    return this;
  }

  /** What the robot's odometry said. */
  public FrameIndex odometry(Odometry o) {
    odometry.set(last(), o);
    return this;
  }

  /** Pose of the camera in base_link. */
  public FrameIndex mounting(Pose baseToCamera) {
    mountings.set(last(), baseToCamera);
    return this;
  }

  public FrameIndex tag(String name, String value) {
    tags.computeIfAbsent(name, n -> new Codes<>()).set(last(), value);
    return this;
  }

  public FrameIndex camera(Camera camera) {
    cameras.set(last(), camera);
    return this;
  }

  /**
   * A depth map.
   *
   * @param path of a 16-bit grey PNG, relative to the root
   * @param unitsPerMetre what a metre is in its pixels
   */
  public FrameIndex depth(String path, double unitsPerMetre) {
    set(depthPaths, last(), path);
    depthUnitsPerMetre.set(last(), unitsPerMetre);
    return this;
  }

  /**
   * The data set of these frames. Nothing may be added afterwards.
   *
   * @throws WaymarkException when there are none
   */
  public Dataset dataset(DatasetSpec spec) {
    if (paths.rows() == 0) {
      throw new WaymarkException("data set '%s' holds no frames".formatted(spec));
    }
    return new IndexedDataset(spec, this);
  }

  /** How many frames there are. */
  public int size() {
    return paths.rows();
  }

  /** What the paths are relative to. */
  public Path rootFolder() {
    return root;
  }

  String pathAt(int row) {
    return paths.get(row);
  }

  String keyAt(int row) {
    String key = row < keys.size() ? keys.get(row) : null;
    return key == null ? keyOfPath.apply(pathAt(row)) : key;
  }

  Path fileAt(int row) {
    return onDisk.apply(root.resolve(pathAt(row)).normalize());
  }

  String sequenceAt(int row) {
    return sequences
        .get(row)
        .orElseGet(() -> paths.folder(row).isEmpty() ? "." : paths.folder(row));
  }

  List<String> sequences() {
    Set<String> names = new LinkedHashSet<>();
    for (int row = 0; row < size(); row++) {
      names.add(sequenceAt(row));
    }
    return List.copyOf(names);
  }

  OptionalLong frameNumberAt(int row) {
    long number = frameNumbers.get(row);
    return number == NO_FRAME_NUMBER ? OptionalLong.empty() : OptionalLong.of(number);
  }

  long stampAt(int row) {
    return stamps.get(row);
  }

  boolean stampedAt(int row) {
    return stamped.get(row);
  }

  Optional<Pose> poseAt(int row) {
    return poses.has(row)
        ? Optional.of(
            new Pose(
                poses.get(row, 0),
                poses.get(row, 1),
                poses.get(row, 2),
                poses.get(row, 3),
                poses.get(row, 4),
                poses.get(row, 5),
                poses.get(row, 6)))
        : Optional.empty();
  }

  Optional<GroundPosition> positionAt(int row) {
    return positions.has(row)
        ? Optional.of(
            new GroundPosition(
                positions.get(row, 0),
                positions.get(row, 1),
                positions.get(row, 2),
                zones.get(row).orElse("")))
        : Optional.empty();
  }

  Optional<Odometry> odometryAt(int row) {
    return odometry.get(row);
  }

  Optional<Pose> mountingAt(int row) {
    return mountings.get(row);
  }

  SequencedMap<String, String> tagsAt(int row) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, Codes<String>> tag : tags.entrySet()) {
      tag.getValue().get(row).ifPresent(value -> values.put(tag.getKey(), value));
    }
    return Collections.unmodifiableSequencedMap(values);
  }

  boolean panoramaAt(int row) {
    Codes<String> flags = tags.get(Tags.PANORAMA);
    return flags != null && flags.get(row).filter(Boolean::parseBoolean).isPresent();
  }

  Optional<Camera> cameraAt(int row) {
    return cameras.get(row);
  }

  Optional<DepthFile> depthFileAt(int row) {
    return row < depthPaths.size()
        ? Optional.ofNullable(depthPaths.get(row))
            .map(
                path ->
                    new DepthFile(root.resolve(path).normalize(), depthUnitsPerMetre.get(row, 0)))
        : Optional.empty();
  }

  /** Sets a row of a list that is as long as it has to be. */
  private static void set(List<@Nullable String> column, int row, String value) {
    while (column.size() <= row) {
      column.add(null);
    }
    column.set(row, value);
  }
}
