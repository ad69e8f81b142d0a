package org.waymark.streams;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;

/**
 * Describes frames for all stream threads: several threads decode and resize while one runs the
 * network, in the order in which frames were handed in. A frame that is too old when its turn comes
 * is given up before any inference.
 */
final class DescriptionEngine implements AutoCloseable {

  /** Half the heap is left to others: the largest picture takes 200 MB while it is decoded. */
  private static final long DECODER_BYTES = 400L << 20;

  private final DescriptorExtractor extractor;
  private final RecordCodec<CameraFrame> codec;
  private final StaleRule staleRule;
  private final InstantSource clock;
  private final ExecutorService decoders;
  private final ExecutorService network;
  private volatile boolean closed;

  /**
   * Makes an engine.
   *
   * @param extractor stays the caller's to close, after the engine
   * @param codec reads the frames' records
   */
  DescriptionEngine(
      DescriptorExtractor extractor,
      RecordCodec<CameraFrame> codec,
      StaleRule staleRule,
      InstantSource clock) {
    this.extractor = extractor;
    this.codec = codec;
    this.staleRule = staleRule;
    this.clock = clock;
    this.decoders = Executors.newFixedThreadPool(decoderThreads(), named("waymark-decode-"));
    this.network = Executors.newSingleThreadExecutor(named("waymark-network-"));
  }

  /** As many as there are cores, and as many of the largest pictures as the heap holds at once. */
  private static int decoderThreads() {
    long fitting = Runtime.getRuntime().maxMemory() / DECODER_BYTES;
    return Math.clamp(fitting, 1, Runtime.getRuntime().availableProcessors());
  }

  /**
   * A frame after decoding.
   *
   * @param prepared null when there is nothing to describe
   * @param problem why not; empty when the frame was too old already
   */
  private record Decoded(
      CameraFrame frame, @Nullable Prepared prepared, String problem, long startedMillis) {}

  /**
   * Hands in a record of the frames topic.
   *
   * @param value the record's bytes
   * @param publishedMillis the record's time stamp
   * @return completes with what became of it; exceptionally only when the network itself fails or
   *     the engine is closed
   */
  CompletableFuture<DescribedFrame> submit(byte @Nullable [] value, long publishedMillis) {
    if (value == null) {
      return CompletableFuture.completedFuture(new DescribedFrame.NotAFrame("the value is null"));
    }
    try {
      CompletableFuture<Decoded> decoded =
          CompletableFuture.supplyAsync(() -> decode(value, publishedMillis), decoders);
      // Joining in the network's own queue, not after decoding, keeps the order of submission.
      return CompletableFuture.supplyAsync(() -> describe(decoded, publishedMillis), network);
    } catch (RejectedExecutionException _) {
      return CompletableFuture.failedFuture(closed());
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the description engine is closed");
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  private Decoded decode(byte[] value, long publishedMillis) {
    requireOpen();
    long startedMillis = clock.millis();
    CameraFrame frame = codec.decode(value);
    FrameNames.requireSensible(frame);
    if (staleRule.isStale(startedMillis - publishedMillis)) {
      return new Decoded(frame, null, "", startedMillis);
    }
    try {
      requireMounting(frame);
      return new Decoded(frame, extractor.prepare(picture(frame)), "", startedMillis);
    } catch (ImageRejectedException e) {
      return new Decoded(frame, null, e.reason(), startedMillis);
    } catch (IllegalArgumentException e) {
      return new Decoded(frame, null, String.valueOf(e.getMessage()), startedMillis);
    } catch (OutOfMemoryError _) {
      // One large allocation failed and is gone; a frame that ends the application would end it
      // again at every restart.
      return new Decoded(frame, null, "the picture needs more memory than there is", startedMillis);
    }
  }

  /** A mounting that is no pose would only be noticed when the camera's pose is known. */
  private static void requireMounting(CameraFrame frame) {
    try {
      var _ = Poses.fromNullable(frame.getBaseToCamera());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("baseToCamera is no pose: " + e.getMessage(), e);
    }
  }

  private static ImageData picture(CameraFrame frame) {
    byte[] bytes = new byte[frame.getImage().remaining()];
    frame.getImage().duplicate().get(bytes);
    return new ImageData(
        frame.getEncoding(), frame.getWidth(), frame.getHeight(), frame.getStep(), bytes);
  }

  private DescribedFrame describe(CompletableFuture<Decoded> pending, long publishedMillis) {
    requireOpen();
    Decoded decoded;
    try {
      decoded = pending.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof MalformedRecordException malformed) {
        return new DescribedFrame.NotAFrame(String.valueOf(malformed.getMessage()));
      }
      throw e;
    }
    CameraFrame frame = decoded.frame();
    Prepared prepared = decoded.prepared();
    long age = clock.millis() - publishedMillis;
    boolean givenUp = prepared == null && decoded.problem().isEmpty();
    if (givenUp || staleRule.isStale(age)) {
      return new DescribedFrame.Stale(
          frame, age, new DescribedFrame.Work(decoded.startedMillis(), 0, 0));
    }
    if (prepared == null) {
      return new DescribedFrame.Rejected(
          frame, decoded.problem(), new DescribedFrame.Work(decoded.startedMillis(), 0, 0));
    }
    long start = System.nanoTime();
    float[] descriptor = extractor.forward(List.of(prepared))[0];
    return new DescribedFrame.Described(
        frame,
        descriptor,
        new DescribedFrame.Work(
            decoded.startedMillis(), prepared.decodeNanos(), System.nanoTime() - start));
  }

  /**
   * Ends the threads. Frames that still wait fail rather than being dropped from the queues: a
   * stream thread may be waiting for them.
   */
  @Override
  public void close() {
    closed = true;
    decoders.shutdown();
    network.shutdown();
  }

  private static ThreadFactory named(String prefix) {
    AtomicLong count = new AtomicLong();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
