package org.waymark.descriptors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.Preprocessor;
import org.waymark.descriptors.image.RgbImage;
import org.waymark.descriptors.network.Precision;

/**
 * Describes pictures with one model. Holds native memory until closed:
 *
 * <pre>{@code
 * try (DescriptorExtractor extractor =
 *     DescriptorExtractor.open(ModelBundle.untrained(0), ExtractorOptions.defaults())) {
 *   float[] descriptor = extractor.describe(image);
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads; the network itself runs on one. On a CPU the same picture gives
 * the same bits, whatever is described before, beside or after it.
 */
public final class DescriptorExtractor implements AutoCloseable {

  private static final int WARM_UP_STEPS = 10;

  private final ModelBundle model;
  private final ExtractorOptions options;
  private final Preprocessor preprocessor;
  private final NetworkRunner runner;

  private DescriptorExtractor(ModelBundle model, ExtractorOptions options) {
    this.model = model;
    this.options = options;
    InputSpec input = model.spec().input();
    preprocessor =
        new Preprocessor(
            input.height(), input.width(), input.mean(), input.std(), input.resizeRule());
    runner = new NetworkRunner(model, preprocessor, options);
  }

  /**
   * Starts PyTorch if need be, loads the network and tries it once.
   *
   * @throws org.waymark.core.WaymarkException when PyTorch or the device is not there, or the model
   *     gives other than its descriptor size of finite numbers
   */
  public static DescriptorExtractor open(ModelBundle model, ExtractorOptions options) {
    return new DescriptorExtractor(model, options);
  }

  /** The model in use. */
  public ModelBundle model() {
    return model;
  }

  /** Threads that one operation of the network uses. */
  public int threads() {
    return options.threads();
  }

  /** Of the backbone's numbers. */
  public Precision precision() {
    return options.precision();
  }

  /** Whether the network runs on a GPU, where descriptors equal those of a CPU to rounding only. */
  public boolean onGpu() {
    return runner.onGpu();
  }

  /** Pictures that the network takes at a time: 1 on a CPU. */
  public int batch() {
    return runner.batch();
  }

  /** Numbers in a descriptor. */
  public int descriptorSize() {
    return model.spec().descriptorSize();
  }

  /**
   * Runs until times are those of the long run: the engine prepares its kernels in the first steps.
   */
  public void warmUp() {
    InputSpec input = model.spec().input();
    RgbImage black = new RgbImage(input.width(), input.height(), new byte[preprocessor.size()]);
    for (int i = 0; i < WARM_UP_STEPS; i++) {
      runner.run(List.of(black));
    }
  }

  /** Median time of the network's forward pass over one picture, in nanoseconds, by trying it. */
  public long measureForwardNanos() {
    InputSpec input = model.spec().input();
    RgbImage black = new RgbImage(input.width(), input.height(), new byte[preprocessor.size()]);
    long[] nanos = new long[WARM_UP_STEPS];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = runner.run(List.of(black)).getFirst().nanos();
    }
    java.util.Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  /** Decodes and resizes: pure Java, any number of threads at once. */
  public Prepared prepare(ImageData image) throws ImageRejectedException {
    long start = System.nanoTime();
    RgbImage pixels = preprocessor.resize(ImageDecoder.decode(image));
    return new Prepared(pixels, System.nanoTime() - start);
  }

  /**
   * Runs the network.
   *
   * @return a descriptor for each picture, in order: {@code [picture][number]}, L2-normalised
   */
  public float[][] forward(List<Prepared> pictures) {
    return run(pictures).stream().map(NetworkRunner.Forwarded::descriptor).toArray(float[][]::new);
  }

  /** Describes one picture. */
  public float[] describe(ImageData image) throws ImageRejectedException {
    return forward(List.of(prepare(image)))[0];
  }

  /** Describes pictures, one result each, in order. */
  public List<Result> describeAll(List<ImageData> images) {
    List<Result> results = new ArrayList<>(images.size());
    describe(images.iterator(), image -> image, (image, result) -> results.add(result));
    return results;
  }

  /**
   * Describes a stream of pictures of any length: other threads read, decode and resize a bounded
   * number of pictures ahead while the network runs. On a GPU results come in batches.
   *
   * @param items in the order in which they are consumed; advanced by the calling thread
   * @param images finds the picture of an item
   * @param consumer called by the calling thread, in the items' order
   */
  public <T> void describe(
      Iterator<T> items, ImageSource<? super T> images, BiConsumer<? super T, Result> consumer) {
    int decoders = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    // The next batch is decoded while the network runs over this one.
    int depth = Math.max(4 * decoders, 2 * runner.batch());
    Batches<T> batches = new Batches<>(runner.batch(), this::run, consumer);
    try (ReadAhead ahead = new ReadAhead(decoders, depth)) {
      ahead.<T, Preparation>run(items, item -> prepared(item, images), batches::add);
    }
    batches.finish();
  }

  private <T> Preparation prepared(T item, ImageSource<? super T> images) {
    try {
      return new Preparation.Ready(prepare(images.imageOf(item)));
    } catch (ImageRejectedException e) {
      return new Preparation.Failed(e.reason());
    } catch (IOException e) {
      return new Preparation.Failed("cannot be read: " + e.getMessage());
    }
  }

  private List<NetworkRunner.Forwarded> run(List<Prepared> pictures) {
    return runner.run(pictures.stream().map(Prepared::pixels).toList());
  }

  @Override
  public void close() {
    runner.close();
  }
}
