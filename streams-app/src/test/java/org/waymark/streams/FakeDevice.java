package org.waymark.streams;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.RgbImage;

/** A device whose forward passes wait while a test holds it. */
final class FakeDevice implements Describer {

  private final int batch;
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger prepared = new AtomicInteger();
  private final CountDownLatch forward = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  FakeDevice(int batch) {
    this.batch = batch;
  }

  /** From now on forward passes wait. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets them go on. */
  void open() {
    gate.countDown();
  }

  /** Waits until the first forward pass has begun. */
  void awaitForward() throws InterruptedException {
    forward.await();
  }

  /** The sizes of the batches that went through. */
  List<Integer> batches() {
    return batches;
  }

  /** Pictures prepared so far. */
  int prepared() {
    return prepared.get();
  }

  @Override
  public String modelId() {
    return "fake";
  }

  @Override
  public String modelName() {
    return "fake";
  }

  @Override
  public Prepared prepare(ImageData image) {
    prepared.incrementAndGet();
    return new Prepared(new RgbImage(1, 1, new byte[3]), 0);
  }

  @Override
  public float[][] forward(List<Prepared> pictures) {
    forward.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    batches.add(pictures.size());
    return new float[pictures.size()][1];
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public long measureForwardNanos() {
    return 1;
  }
}
