package org.waymark.trainer.picture;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.waymark.core.Futures;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.Preprocessor;
import org.waymark.descriptors.image.RgbImage;
import org.waymark.trainer.pair.LabelledSite;
import org.waymark.trainer.pair.Seeds;
import org.waymark.trainer.pair.TrainingPair;

/**
 * Prepares batches of pairs ahead of the network: its threads read, decode, resize and augment; the
 * caller takes the batches in order and gives each back when the network is done with it. No more
 * than a fixed number are in memory.
 *
 * <p>One thread calls; augmentation depends on the seed and the pair alone.
 */
public final class PairLoader implements AutoCloseable {

  private static final long MIRROR = 11;
  private static final long LEFT = 12;
  private static final long RIGHT = 13;

  private final List<LabelledSite> sites;
  private final Preprocessor preprocessor;
  private final PictureSource source;
  private final Augmentation augmentation;
  private final Augmenter augmenter;
  private final long seed;
  private final ExecutorService workers;
  private final ArrayDeque<PairBatch> free = new ArrayDeque<>();
  private final ArrayDeque<Future<PairBatch>> ahead = new ArrayDeque<>();
  private Iterator<List<TrainingPair>> batches = List.<List<TrainingPair>>of().iterator();
  private long waitedNanos;

  /**
   * Starts no thread before it is needed.
   *
   * @param maxPairs the largest batch
   * @param threads that prepare
   * @param maxKeptBytes of decoded pictures to keep in memory
   */
  public PairLoader(
      List<LabelledSite> sites,
      Preprocessor preprocessor,
      Augmentation augmentation,
      long seed,
      int maxPairs,
      int threads,
      long maxKeptBytes) {
    this.sites = sites;
    this.preprocessor = preprocessor;
    this.augmentation = augmentation;
    this.seed = seed;
    augmenter = new Augmenter(augmentation);
    source = new PictureSource(preprocessor, maxKeptBytes);
    workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("waymark-pictures-", 0).daemon().factory());
    for (int i = 0; i < 2 * threads + 2; i++) {
      free.add(new PairBatch(maxPairs, preprocessor.size()));
    }
  }

  /**
   * Begins a list of batches, which {@link #next} gives out one by one. What is left of the one
   * before is dropped.
   */
  public void begin(Iterator<List<TrainingPair>> upcoming) {
    while (!ahead.isEmpty()) {
      free.add(Futures.await(ahead.remove(), "preparing pictures"));
    }
    batches = upcoming;
    fill();
  }

  private void fill() {
    while (batches.hasNext() && !free.isEmpty()) {
      List<TrainingPair> pairs = batches.next();
      PairBatch batch = free.remove();
      ahead.add(workers.submit(() -> prepared(pairs, batch)));
    }
  }

  /**
   * The next batch; waits until it is ready. A pair whose pictures cannot be read is left out.
   *
   * @throws java.util.NoSuchElementException after the last
   */
  public PairBatch next() {
    long start = System.nanoTime();
    PairBatch batch = Futures.await(ahead.remove(), "preparing pictures");
    waitedNanos += System.nanoTime() - start;
    return batch;
  }

  /** Gives a batch back, so that another can be prepared in its memory. */
  public void release(PairBatch batch) {
    free.add(batch);
    fill();
  }

  /** Time that {@link #next} has waited since the beginning: the network had nothing to do. */
  public long waitedNanos() {
    return waitedNanos;
  }

  private PairBatch prepared(List<TrainingPair> pairs, PairBatch batch) {
    batch.clear();
    for (TrainingPair pair : pairs) {
      LabelledSite site = sites.get(pair.site());
      boolean mirrored =
          augmentation.flip() && Seeds.random(seed, MIRROR, pair.position()).nextBoolean();
      try {
        float[] left =
            pixels(
                new PictureSource.Key(pair.site(), false, pair.query()),
                site.queries().get(pair.query()),
                Seeds.random(seed, LEFT, pair.position()),
                mirrored);
        float[] right =
            pixels(
                new PictureSource.Key(pair.site(), true, pair.place()),
                site.places().get(pair.place()),
                Seeds.random(seed, RIGHT, pair.position()),
                mirrored);
        batch.add(pair, left, right);
      } catch (UnusableException e) {
        batch.fail(e.reason);
      }
    }
    return batch;
  }

  private float[] pixels(PictureSource.Key key, DatasetFrame frame, Random random, boolean mirrored)
      throws UnusableException {
    RgbImage picture;
    try {
      picture = source.picture(key, frame);
    } catch (ImageRejectedException e) {
      throw new UnusableException("frame %s: %s".formatted(frame.id(), e.reason()));
    } catch (IOException e) {
      throw new UnusableException(
          "frame %s cannot be read: %s".formatted(frame.id(), e.getMessage()));
    }
    return preprocessor.channelsFirst(
        augmentation.changesNothing() ? picture : augmenter.apply(picture, random, mirrored));
  }

  /** A picture that cannot be used; the reason says which and why. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    UnusableException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
