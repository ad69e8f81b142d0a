package org.waymark.streams;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.RgbImage;

/** A device whose forward passes wait while a test holds it; by itself, or before a real one. */
final class FakeDevice implements Describer {

  private final int batch;
  private final @Nullable Describer real;
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger prepared = new AtomicInteger();
  private final CountDownLatch forward = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  FakeDevice(int batch) {
    this.batch = batch;
    this.real = null;
  }

  FakeDevice(Describer real) {
    this.batch = real.batch();
    this.real = real;
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
    return real == null ? "fake" : real.modelId();
  }

  @Override
  public String modelName() {
    return "fake";
  }

  @Override
  public Prepared prepare(ImageData image) throws ImageRejectedException {
    prepared.incrementAndGet();
    if (real != null) {
      return real.prepare(image);
    }
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
    return real == null ? new float[pictures.size()][1] : real.forward(pictures);
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
