package org.waymark.descriptors;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.waymark.core.Futures;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.engine.Devices;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.image.Preprocessor;
import org.waymark.descriptors.image.RgbImage;
import org.waymark.descriptors.network.FoldedNetwork;
import org.waymark.descriptors.network.InferenceNetwork;
import org.waymark.descriptors.network.Precision;
import org.waymark.descriptors.network.ScriptNetwork;
import org.waymark.descriptors.whitening.WhitenedNetwork;
import org.waymark.descriptors.whitening.Whitening;

/**
 * Runs one network on a thread of its own. OpenMP keeps its number of threads, and oneDNN its
 * scratch memory, per calling thread: with one caller the number is what was asked for, memory
 * stays flat, and any thread may call {@link #run}.
 *
 * <p>On a CPU every picture is a batch of one. Larger batches gain nothing there, and the kernels
 * that they choose round differently: a picture's descriptor would depend on its neighbours. On a
 * GPU pictures go in batches of up to {@value #GPU_BATCH}, fewer where they are large, and equality
 * holds to rounding only.
 */
final class NetworkRunner implements AutoCloseable {

  private static final int GPU_BATCH = 32;

  /** The most that the input of one batch takes, pictures of any size. */
  private static final long BATCH_BYTES = 256L << 20;

  /** Descriptors have length 1 but for rounding, in half precision too: pooling is in float32. */
  private static final double LENGTH_TOLERANCE = 0.01;

  /** A descriptor and the time that the network took for it. */
  record Forwarded(float[] descriptor, long nanos) {}

  private final ModelBundle model;
  private final Preprocessor preprocessor;
  private final ExecutorService thread;
  private final NDManager manager;
  private final InferenceNetwork network;
  private final int pictureBytes;
  private final int batch;

  /** The input of one batch, refilled for each; the engine reads it in place. */
  private final ByteBuffer input;

  NetworkRunner(ModelBundle model, Preprocessor preprocessor, ExtractorOptions options) {
    this.model = model;
    this.preprocessor = preprocessor;
    Engine engine = PyTorch.start();
    Device device = Devices.choose(engine, options.device());
    pictureBytes = Math.multiplyExact(preprocessor.size(), Float.BYTES);
    batch = device.isGpu() ? gpuBatch(pictureBytes) : 1;
    input = ByteBuffer.allocateDirect(batch * pictureBytes).order(ByteOrder.nativeOrder());
    manager = engine.newBaseManager(device);
    thread =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("waymark-network").daemon().unstarted(task));
    try {
      network =
          call(
              () -> {
                PyTorch.useThreads(options.threads());
                return network(model, options.precision(), manager);
              });
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      manager.close();
      throw e;
    }
    try {
      checkOutput();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Pictures in a batch on a GPU: as many as {@link #BATCH_BYTES} hold, at least one. */
  static int gpuBatch(int pictureBytes) {
    return Math.clamp(BATCH_BYTES / pictureBytes, 1, GPU_BATCH);
  }

  /** Pictures that the network takes at a time. */
  int batch() {
    return batch;
  }

  /** Whether the device that was chosen is a GPU. */
  boolean onGpu() {
    return manager.getDevice().isGpu();
  }

  private static InferenceNetwork network(
      ModelBundle model, Precision precision, NDManager manager) {
    if (precision == Precision.FLOAT16 && !manager.getDevice().isGpu()) {
      throw new WaymarkException("float16 is for GPUs: on a CPU use float32 or bfloat16");
    }
    if (!model.spec().isScript()) {
      InferenceNetwork plain =
          new FoldedNetwork(model.spec().network(), model.networkWeights(), precision, manager);
      return model
          .whitening()
          .<InferenceNetwork>map(layer -> whitened(plain, layer, manager))
          .orElse(plain);
    }
    if (precision != Precision.FLOAT32) {
      throw new WaymarkException(
          "model %s is a TorchScript program and runs at the precision that it was exported with: leave %s out"
              .formatted(model.name(), precision.id()));
    }
    boolean normalise = Boolean.TRUE.equals(model.spec().normalize());
    return new ScriptNetwork(model.script(), normalise, manager);
  }

  private static InferenceNetwork whitened(
      InferenceNetwork plain, Whitening layer, NDManager manager) {
    try {
      return new WhitenedNetwork(plain, layer, manager);
    } catch (RuntimeException | Error e) {
      plain.close();
      throw e;
    }
  }

  /**
   * A wrong size, a NaN in the weights or a network that says nothing shows up here and not in the
   * middle of a drive. Of a black picture a network may rightly say nothing, of noise it may not.
   */
  private void checkOutput() {
    byte[] noise = new byte[preprocessor.size()];
    new Random(0).nextBytes(noise);
    describeOnce(new byte[preprocessor.size()]);
    double length = length(describeOnce(noise));
    if (normalises() && Math.abs(length - 1) > LENGTH_TOLERANCE) {
      throw new WaymarkException(
          "model %s gives a vector of length %.3g for a picture of noise, where descriptors have length 1: it tells no places apart; take another model"
              .formatted(model.name(), length));
    }
  }

  private boolean normalises() {
    return !Boolean.FALSE.equals(model.spec().normalize());
  }

  private float[] describeOnce(byte[] pixels) {
    InputSpec size = model.spec().input();
    RgbImage picture = new RgbImage(size.width(), size.height(), pixels);
    float[] descriptor = run(List.of(picture)).getFirst().descriptor();
    if (descriptor.length != model.spec().descriptorSize()) {
      throw new WaymarkException(
          "model %s gives %d numbers instead of %d"
              .formatted(model.name(), descriptor.length, model.spec().descriptorSize()));
    }
    return descriptor;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /**
   * Describes pictures of the network's input size, in order.
   *
   * @throws WaymarkException when the network gives NaN or infinity
   */
  List<Forwarded> run(List<RgbImage> pictures) {
    return call(
        () -> {
          List<Forwarded> results = new ArrayList<>(pictures.size());
          for (int from = 0; from < pictures.size(); from += batch) {
            forward(pictures.subList(from, Math.min(from + batch, pictures.size())), results);
          }
          return results;
        });
  }

  private void forward(List<RgbImage> pictures, List<Forwarded> results) {
    long start = System.nanoTime();
    input.clear();
    for (int i = 0; i < pictures.size(); i++) {
      preprocessor.writeChannelsLast(
          pictures.get(i),
          input
              .slice(i * pictureBytes, pictureBytes)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer());
    }
    int height = model.spec().input().height();
    int width = model.spec().input().width();
    float[] all;
    try (NDManager step = manager.newSubManager()) {
      NDArray x =
          step.create(
                  input.slice(0, pictures.size() * pictureBytes).order(ByteOrder.nativeOrder()),
                  new Shape(pictures.size(), height, width, 3),
                  DataType.FLOAT32)
              .transpose(0, 3, 1, 2);
      all = network.forward(x).toFloatArray();
    }
    long nanos = (System.nanoTime() - start) / pictures.size();
    int size = all.length / pictures.size();
    for (int i = 0; i < pictures.size(); i++) {
      float[] descriptor = Arrays.copyOfRange(all, i * size, (i + 1) * size);
      results.add(new Forwarded(requireFinite(descriptor), nanos));
    }
  }

  private float[] requireFinite(float[] descriptor) {
    for (float value : descriptor) {
      if (!Float.isFinite(value)) {
        throw new WaymarkException(
            "model %s gives numbers that are not finite: its weights are unusable; take another model"
                .formatted(model.name()));
      }
    }
    return descriptor;
  }

  /** Runs on the network's thread and waits, an interrupt notwithstanding: a step is short. */
  private <T> T call(Callable<T> task) {
    Future<T> future;
    try {
      future = thread.submit(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the extractor of %s is closed".formatted(model.name()), e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw Futures.rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for a picture under way, then frees the network's memory. */
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      call(
          () -> {
            network.close();
            manager.close();
            return true;
          });
      thread.shutdown();
    }
  }
}
