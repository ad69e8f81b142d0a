package org.waymark.trainer.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.waymark.trainer.pair.TrainingPair;

/**
 * Input of one forward pass: pairs whose pictures could be read. Filled by one thread, read by
 * another, and filled again once released.
 */
public final class PairBatch {

  private final int pictureBytes;
  private final ByteBuffer left;
  private final ByteBuffer right;
  private final List<TrainingPair> pairs = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  PairBatch(int maxPairs, int floatsPerPicture) {
    pictureBytes = floatsPerPicture * Float.BYTES;
    left = memory(maxPairs * pictureBytes);
    right = memory(maxPairs * pictureBytes);
  }

  private static ByteBuffer memory(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  void clear() {
    pairs.clear();
    failures.clear();
  }

  void add(TrainingPair pair, float[] leftPixels, float[] rightPixels) {
    int at = pairs.size() * pictureBytes;
    put(left, at, leftPixels);
    put(right, at, rightPixels);
    pairs.add(pair);
  }

  private void put(ByteBuffer target, int at, float[] pixels) {
    target.slice(at, pictureBytes).order(ByteOrder.nativeOrder()).asFloatBuffer().put(pixels);
  }

  void fail(String reason) {
    failures.add(reason);
  }

  /** The pairs, in order. */
  public List<TrainingPair> pairs() {
    return pairs;
  }

  /** Why pairs are missing: one line for each. */
  public List<String> failures() {
    return failures;
  }

  /** Left pictures, float32 {@code [pair][3][height][width]} in native byte order; not a copy. */
  public ByteBuffer left() {
    return filled(left);
  }

  /** Right pictures, as {@link #left()}. */
  public ByteBuffer right() {
    return filled(right);
  }

  private ByteBuffer filled(ByteBuffer buffer) {
    return buffer.slice(0, pairs.size() * pictureBytes).order(ByteOrder.nativeOrder());
  }
}
