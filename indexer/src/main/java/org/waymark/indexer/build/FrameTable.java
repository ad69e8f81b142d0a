package org.waymark.indexer.build;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.waymark.core.geometry.Pose;

/**
 * Where the frames of a data set were taken and to which drive each belongs, as columns of 68 bytes
 * a frame. A drive is what one camera took in one sequence, in the order of its recording, however
 * the data set lists it.
 */
public final class FrameTable {

  private static final int POSE_NUMBERS = 7;
  private static final int FIRST_ROWS = 16;

  private final Map<String, Integer> driveByName = new LinkedHashMap<>();
  private int[] drives = new int[FIRST_ROWS];
  private long[] orders = new long[FIRST_ROWS];
  private double[] poses = new double[FIRST_ROWS * POSE_NUMBERS];
  private int size;

  /**
   * Adds the data set's next frame.
   *
   * @param order ascends along the drive; frames of equal order stay as they come
   * @param pose of the camera in the map frame
   */
  public void add(String sequence, String camera, long order, Pose pose) {
    if (size == drives.length) {
      int rows = Math.addExact(size, size >> 1);
      drives = Arrays.copyOf(drives, rows);
      orders = Arrays.copyOf(orders, rows);
      poses = Arrays.copyOf(poses, Math.multiplyExact(rows, POSE_NUMBERS));
    }
    drives[size] =
        driveByName.computeIfAbsent(sequence + '\0' + camera, name -> driveByName.size());
    orders[size] = order;
    double[] numbers = {pose.x(), pose.y(), pose.z(), pose.qx(), pose.qy(), pose.qz(), pose.qw()};
    System.arraycopy(numbers, 0, poses, size * POSE_NUMBERS, POSE_NUMBERS);
    size++;
  }

  /** How many frames there are. */
  public int size() {
    return size;
  }

  /** Of the camera in the map frame. */
  public Pose pose(int frame) {
    int at = frame * POSE_NUMBERS;
    return new Pose(
        poses[at],
        poses[at + 1],
        poses[at + 2],
        poses[at + 3],
        poses[at + 4],
        poses[at + 5],
        poses[at + 6]);
  }

  /** Numbers of the frames of each drive, along the drive; the drives by their first frames. */
  List<int[]> drives() {
    int[] lengths = new int[driveByName.size()];
    for (int frame = 0; frame < size; frame++) {
      lengths[drives[frame]]++;
    }
    List<int[]> frames = Arrays.stream(lengths).mapToObj(int[]::new).toList();
    int[] filled = new int[lengths.length];
    for (int frame = 0; frame < size; frame++) {
      int drive = drives[frame];
      frames.get(drive)[filled[drive]++] = frame;
    }
    return frames.stream().map(this::sorted).toList();
  }

  private int[] sorted(int[] frames) {
    boolean ascending =
        IntStream.range(1, frames.length).allMatch(i -> orders[frames[i - 1]] <= orders[frames[i]]);
    return ascending
        ? frames
        : Arrays.stream(frames)
            .boxed()
            .sorted((a, b) -> Long.compare(orders[a], orders[b]))
            .mapToInt(Integer::intValue)
            .toArray();
  }
}
