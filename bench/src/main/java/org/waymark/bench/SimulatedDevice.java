package org.waymark.bench;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.streams.Describer;

/**
 * Takes its time like a GPU: so much for each batch and so much for each picture, without using the
 * processor. Pictures are decoded as they are for the real network, whose descriptor size it has.
 */
final class SimulatedDevice implements Describer {

  private static final int BATCH = 32;

  private final DescriptorExtractor decoder;
  private final long batchNanos;
  private final long pictureNanos;
  private final int batch;

  private SimulatedDevice(
      DescriptorExtractor decoder, long batchNanos, long pictureNanos, int batch) {
    this.decoder = decoder;
    this.batchNanos = batchNanos;
    this.pictureNanos = pictureNanos;
    this.batch = batch;
  }

  /** 20 ms for a batch and 0.5 ms for each of at most 32 pictures. */
  static SimulatedDevice batched(DescriptorExtractor decoder) {
    return new SimulatedDevice(decoder, 20_000_000, 500_000, BATCH);
  }

  /** One picture at a time. */
  static SimulatedDevice single(DescriptorExtractor decoder, long pictureNanos) {
    return new SimulatedDevice(decoder, 0, pictureNanos, 1);
  }

  @Override
  public String modelId() {
    return decoder.model().id();
  }

  @Override
  public String modelName() {
    return "a simulated device";
  }

  @Override
  public Prepared prepare(ImageData image) throws ImageRejectedException {
    return decoder.prepare(image);
  }

  @Override
  public float[][] forward(List<Prepared> pictures) {
    long end = System.nanoTime() + batchNanos + pictures.size() * pictureNanos;
    long left;
    while ((left = end - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
    float[][] descriptors = new float[pictures.size()][decoder.descriptorSize()];
    for (int i = 0; i < descriptors.length; i++) {
      int one = Math.floorMod(pictures.get(i).pixels().hashCode(), descriptors[i].length);
      descriptors[i][one] = 1;
    }
    return descriptors;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public long measureForwardNanos() {
    return (batchNanos / batch) + pictureNanos;
  }
}
