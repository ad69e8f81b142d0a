package org.waymark.trainer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.waymark.descriptors.engine.Devices;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.TrainableNetwork;
import org.waymark.descriptors.weights.Weights;
import org.waymark.trainer.optimizer.Autograd;
import org.waymark.trainer.optimizer.Learned;
import org.waymark.trainer.optimizer.Optimizer;
import org.waymark.trainer.optimizer.OptimizerSettings;
import org.waymark.trainer.pair.CrossPairs;

/**
 * One network that sees both pictures of a pair, and its optimizer. Left and right pictures have
 * batch statistics of their own, as in the GCL reference, where they go through one after the
 * other; here they go through together, in turns.
 *
 * <p>Bound to the thread that makes it: PyTorch keeps the number of threads, and whether it
 * records, per thread. Holds native memory until closed; each batch's is freed with the batch.
 */
public final class SiameseNetwork implements AutoCloseable {

  /** Left and right. */
  private static final int STREAMS = 2;

  private final int height;
  private final int width;
  private final DataType type;
  private final NDManager manager;
  private final TrainableNetwork network;
  private final ParameterStore store;
  private final Optimizer optimizer;
  private final GeneralizedContrastiveLoss loss;

  /**
   * Starts PyTorch if need be.
   *
   * @param frozen names of parameters that stay as they are; their batch norms still follow the
   *     pictures' statistics, as in the reference
   */
  public SiameseNetwork(
      Network plan,
      Weights weights,
      Set<String> frozen,
      int height,
      int width,
      GeneralizedContrastiveLoss loss,
      OptimizerSettings optimizerSettings,
      String device,
      int threads) {
    this(
        plan,
        weights,
        frozen,
        height,
        width,
        loss,
        optimizerSettings,
        device,
        threads,
        DataType.FLOAT32);
  }

  /**
   * Trains in another precision.
   *
   * @param type of everything that is computed; pictures come and weights go as float32
   */
  SiameseNetwork(
      Network plan,
      Weights weights,
      Set<String> frozen,
      int height,
      int width,
      GeneralizedContrastiveLoss loss,
      OptimizerSettings optimizerSettings,
      String device,
      int threads,
      DataType type) {
    this.height = height;
    this.width = width;
    this.type = type;
    this.loss = loss;
    Engine engine = PyTorch.start(PyTorch.Waiting.SPINNING);
    Device chosen = Devices.choose(engine, device);
    PyTorch.useThreads(threads);
    manager = engine.newBaseManager(chosen);
    Autograd.record(true);
    network = new TrainableNetwork(plan, STREAMS);
    network.load(weights, manager, type);
    store = new ParameterStore(manager, false);
    List<Learned> learned = new ArrayList<>();
    network
        .parametersByName()
        .forEach(
            (name, parameter) -> {
              boolean statistic = name.endsWith(".running_mean") || name.endsWith(".running_var");
              if (!statistic && !frozen.contains(name)) {
                learned.add(new Learned(name, parameter.getArray()));
              }
            });
    optimizer = Optimizer.of(optimizerSettings, learned, manager);
  }

  /**
   * Adds the gradient of a batch to that of the step.
   *
   * @param left float32 {@code [pair][3][height][width]}, direct and in native byte order
   * @param right as {@code left}
   * @param targets what the loss takes for each pair's similarity
   * @param stepPairs pairs of all batches of the step: the step's loss is their mean
   * @return the loss of each pair
   */
  public double[] accumulate(ByteBuffer left, ByteBuffer right, float[] targets, int stepPairs) {
    try (NDManager batch = manager.newSubManager()) {
      NDArray descriptors = describe(left, right, targets.length, batch);
      NDArray losses =
          loss.ofPairs(
              descriptors.get(":, 0"),
              descriptors.get(":, 1"),
              batch.create(targets).toType(type, false));
      Autograd.backward(losses.sum().div(stepPairs));
      return values(losses);
    }
  }

  /**
   * As the other, of every left picture with every right one.
   *
   * @param pairs targets and weights of them all
   * @return the loss of each left picture with its own right one, whatever its weight
   */
  public double[] accumulate(ByteBuffer left, ByteBuffer right, CrossPairs pairs, int stepPairs) {
    int count = pairs.count();
    Shape each = new Shape(count, count);
    try (NDManager batch = manager.newSubManager()) {
      NDArray descriptors = describe(left, right, count, batch);
      NDArray losses =
          loss.ofPairs(
              descriptors.get(":, 0").expandDims(1),
              descriptors.get(":, 1").expandDims(0),
              batch.create(pairs.targets(), each).toType(type, false));
      NDArray weights = batch.create(pairs.weights(), each).toType(type, false);
      Autograd.backward(losses.mul(weights).sum().div(stepPairs));
      double[] all = values(losses);
      double[] own = new double[count];
      for (int i = 0; i < count; i++) {
        own[i] = all[i * count + i];
      }
      return own;
    }
  }

  /** {@code [pair][left, right][number]}. */
  private NDArray describe(ByteBuffer left, ByteBuffer right, int pairs, NDManager batch) {
    NDArray turns =
        pictures(left, pairs, batch)
            .stack(pictures(right, pairs, batch), 1)
            .reshape(STREAMS * (long) pairs, 3, height, width);
    return network
        .forward(store, new NDList(turns), true)
        .singletonOrThrow()
        .reshape(pairs, STREAMS, -1);
  }

  private NDArray pictures(ByteBuffer values, int count, NDManager batch) {
    return batch
        .create(values, new Shape(count, 3, height, width), DataType.FLOAT32)
        .toType(type, false);
  }

  private static double[] values(NDArray losses) {
    return losses.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  /**
   * Moves the parameters along the sum of gradients.
   *
   * @param step since training began, from 1
   */
  public void step(double rate, long step) {
    optimizer.step(rate, step);
  }

  /** A copy of all parameters. */
  public Weights weights() {
    return network.weights();
  }

  /** The optimizer, for checkpoints. */
  public Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public void close() {
    manager.close();
  }
}
