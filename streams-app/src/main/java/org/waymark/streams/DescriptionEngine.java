package org.waymark.streams;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.core.Futures;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.Prepared;
import org.waymark.streams.FrameReader.Reading;

/**
 * Describes frames for all stream threads of a process, with one network on one device. Several
 * threads decode and resize, in the order in which frames were handed in, and a bounded number of
 * pictures ahead of the network; one thread runs it over as many as it takes at a time, whichever
 * stream thread they came from. A frame that is too old when its turn comes is given up before any
 * inference.
 *
 * <p>Whoever waits for a frame uses {@link #await}, which fails when the device does not answer.
 */
final class DescriptionEngine implements AutoCloseable {

  /** Half the heap is left to others: the largest picture takes 200 MB while it is decoded. */
  private static final long DECODER_BYTES = 400L << 20;

  private static final long WAIT_MILLIS = 100;

  private final Describer describer;
  private final FrameReader reader;
  private final Settings settings;
  private final LocalizerMetrics metrics;
  private final ServiceTime serviceTime = new ServiceTime();
  private final int mostAhead;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition toDecode = lock.newCondition();
  private final Condition decoded = lock.newCondition();

  /** All that is not described yet, oldest first; its first {@link #begun} are being decoded. */
  private final Deque<Job> queue = new ArrayDeque<>();

  /** Jobs that no decoder has taken. */
  private final Deque<Job> waiting = new ArrayDeque<>();

  private int begun;
  private boolean closed;

  /** When the forward pass under way began, by {@link System#nanoTime}; 0 while there is none. */
  private volatile long forwardSinceNanos;

  /**
   * How an engine works.
   *
   * @param fillBatches whether a batch waits for pictures that are being decoded: best throughput,
   *     not best latency
   * @param patience how long a forward pass may take before the device counts as stalled
   */
  record Settings(boolean fillBatches, Duration patience) {}

  private static final class Job {

    final byte @Nullable [] value;
    final long publishedMillis;
    final boolean givenUp;
    final long submittedNanos = System.nanoTime();
    final CompletableFuture<DescribedFrame> result = new CompletableFuture<>();
    @Nullable Reading reading;

    Job(byte @Nullable [] value, long publishedMillis, boolean givenUp) {
      this.value = value;
      this.publishedMillis = publishedMillis;
      this.givenUp = givenUp;
    }
  }

  /**
   * Makes an engine.
   *
   * @param describer stays the caller's to close, after the engine
   * @param codec reads the frames' records
   */
  DescriptionEngine(
      Describer describer,
      RecordCodec<CameraFrame> codec,
      StaleRule staleRule,
      InstantSource clock,
      Settings settings,
      LocalizerMetrics metrics) {
    this.describer = describer;
    this.reader = new FrameReader(describer, codec, staleRule, clock);
    this.settings = settings;
    this.metrics = metrics;
    int decoders = decoderThreads();
    this.mostAhead = 2 * describer.batch() + decoders;
    for (int i = 0; i < decoders; i++) {
      start("waymark-decode-" + i, this::decodeAll);
    }
    start("waymark-describe", this::describeAll);
  }

  /** As many as there are cores, and as many of the largest pictures as the heap holds at once. */
  private static int decoderThreads() {
    long fitting = Runtime.getRuntime().maxMemory() / DECODER_BYTES;
    return Math.clamp(fitting, 1, Runtime.getRuntime().availableProcessors());
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  /**
   * Hands in a record of the frames topic.
   *
   * @param value the record's bytes
   * @param publishedMillis the record's time stamp
   * @return completes with what became of it; exceptionally only when the network itself fails or
   *     the engine is closed
   */
  CompletableFuture<DescribedFrame> submit(byte @Nullable [] value, long publishedMillis) {
    return submit(new Job(value, publishedMillis, false));
  }

  /** Hands in a frame that is only read and given up. */
  CompletableFuture<DescribedFrame> giveUp(byte @Nullable [] value, long publishedMillis) {
    return submit(new Job(value, publishedMillis, true));
  }

  private CompletableFuture<DescribedFrame> submit(Job job) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(closed());
      }
      queue.add(job);
      waiting.add(job);
      toDecode.signal();
    } finally {
      lock.unlock();
    }
    return job.result;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the description engine is closed");
  }

  private void decodeAll() {
    while (true) {
      Job job = nextToDecode();
      if (job == null) {
        return;
      }
      Reading reading = null;
      try {
        reading = reader.read(job.value, job.publishedMillis, job.givenUp);
      } catch (RuntimeException | Error e) {
        job.result.completeExceptionally(e);
      }
      lock.lock();
      try {
        job.reading = reading;
        if (reading instanceof Reading.Ready && !closed) {
          decoded.signal();
        } else {
          remove(job);
          finish(job, reading);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Completing under the lock keeps a waiting stream thread from seeing its frame still queued. */
  private static void finish(Job job, @Nullable Reading reading) {
    if (reading instanceof Reading.Done(DescribedFrame frame)) {
      job.result.complete(frame);
    } else {
      job.result.completeExceptionally(closed());
    }
  }

  private void remove(Job job) {
    queue.remove(job);
    begun--;
    toDecode.signal();
    decoded.signal();
  }

  /** The oldest that nobody has taken; null when the engine is closed. */
  private @Nullable Job nextToDecode() {
    lock.lock();
    try {
      while (!closed && (waiting.isEmpty() || begun >= mostAhead)) {
        toDecode.awaitUninterruptibly();
      }
      if (closed) {
        return null;
      }
      begun++;
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  private void describeAll() {
    while (true) {
      List<Job> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      try {
        describe(batch);
      } catch (RuntimeException | Error e) {
        batch.forEach(job -> job.result.completeExceptionally(e));
      }
    }
  }

  /** The oldest that are decoded, at most as many as the device takes; none once closed. */
  private List<Job> nextBatch() {
    lock.lock();
    try {
      while (!closed && !isBatchReady()) {
        decoded.awaitUninterruptibly();
      }
      List<Job> batch = new ArrayList<>();
      Iterator<Job> oldest = queue.iterator();
      while (!closed && batch.size() < describer.batch() && oldest.hasNext()) {
        Job job = oldest.next();
        if (job.reading == null) {
          break;
        }
        oldest.remove();
        batch.add(job);
      }
      begun -= batch.size();
      toDecode.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBatchReady() {
    int wanted = settings.fillBatches() ? Math.min(describer.batch(), queue.size()) : 1;
    Iterator<Job> oldest = queue.iterator();
    for (int i = 0; i < wanted; i++) {
      if (!oldest.hasNext() || oldest.next().reading == null) {
        return false;
      }
    }
    return wanted > 0;
  }

  private void describe(List<Job> batch) {
    List<Job> fresh = new ArrayList<>(batch.size());
    List<Prepared> pictures = new ArrayList<>(batch.size());
    for (Job job : batch) {
      Reading.Ready ready = ready(job);
      if (job.result.isDone()) {
        // Its partition went to another instance.
        continue;
      }
      if (reader.isStale(job.publishedMillis)) {
        job.result.complete(reader.stale(ready, job.publishedMillis));
      } else {
        fresh.add(job);
        pictures.add(ready.picture());
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    forwardSinceNanos = start;
    float[][] descriptors;
    try {
      descriptors = describer.forward(pictures);
    } finally {
      forwardSinceNanos = 0;
    }
    long end = System.nanoTime();
    metrics.batch(fresh.size());
    serviceTime.served(fresh.size(), fresh.getFirst().submittedNanos, end);
    for (int i = 0; i < fresh.size(); i++) {
      Reading.Ready ready = ready(fresh.get(i));
      DescribedFrame.Work work =
          new DescribedFrame.Work(
              ready.startedMillis(), ready.picture().decodeNanos(), (end - start) / fresh.size());
      fresh
          .get(i)
          .result
          .complete(new DescribedFrame.Described(ready.frame(), descriptors[i], work));
    }
  }

  private static Reading.Ready ready(Job job) {
    if (job.reading instanceof Reading.Ready ready) {
      return ready;
    }
    throw new IllegalStateException("a frame without a picture came to the network");
  }

  /**
   * Waits for a frame that was handed in.
   *
   * @throws WaymarkException when the device does not answer
   * @throws IllegalStateException when the thread is interrupted or the engine closed
   */
  <T> T await(CompletableFuture<T> result) {
    while (true) {
      try {
        return result.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        requireAnswering();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while describing frames", e);
      } catch (ExecutionException e) {
        throw Futures.rethrown(e.getCause());
      }
    }
  }

  private void requireAnswering() {
    if (isStalled()) {
      throw new WaymarkException(
          "the network of model %s has not finished a forward pass within %d s; the device does not answer: restart the localizer, on another --device if it happens again"
              .formatted(describer.modelName(), settings.patience().toSeconds()));
    }
  }

  /** Whether a forward pass takes longer than any should. */
  boolean isStalled() {
    long since = forwardSinceNanos;
    return since != 0 && System.nanoTime() - since > settings.patience().toNanos();
  }

  /** Frames handed in and not described yet. */
  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** What a frame costs, as measured lately. */
  ServiceTime serviceTime() {
    return serviceTime;
  }

  /**
   * Ends the threads. Frames that still wait fail rather than being forgotten: a stream thread may
   * be waiting for them. A forward pass under way is not waited for.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (Job job : queue) {
        if (job.reading != null || waiting.contains(job)) {
          job.result.completeExceptionally(closed());
        }
      }
      queue.clear();
      waiting.clear();
      toDecode.signalAll();
      decoded.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
