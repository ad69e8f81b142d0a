package org.waymark.descriptors.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.network.Layer.AveragePool;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.DenseBlock;
import org.waymark.descriptors.network.Layer.MaxPool;
import org.waymark.descriptors.network.Layer.Relu;
import org.waymark.descriptors.network.Layer.Relu6;
import org.waymark.descriptors.network.Layer.Residual;
import org.waymark.descriptors.network.Layer.Sequence;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * A network as a DJL block, with batch norms that learn. Input {@code [batch][3][height][width]},
 * output {@code [batch][descriptor]}, L2-normalised.
 *
 * <p>Of a siamese network it can see all streams' pictures in one batch, where they take turns:
 * with two streams, left, right, left, right. In training each stream then has batch statistics of
 * its own and moves the running ones in its turn, as if it had gone through alone; the convolutions
 * see one larger batch, which takes less time than several small ones.
 *
 * <p>Takes its weights from {@link #load} and never from an initialiser: start training from {@link
 * SeededWeights}. Parameters belong to the manager given there.
 */
public final class TrainableNetwork extends AbstractBlock {

  /** DJL's momentum is the share that stays: torch's 0.1. */
  private static final float NORM_MOMENTUM = 0.9f;

  /** torch's name for each of a DJL batch norm's parameters. */
  private static final Map<String, String> NORM_NAMES =
      Map.of(
          "gamma", "weight",
          "beta", "bias",
          "runningMean", "running_mean",
          "runningVar", "running_var");

  private final Network plan;
  private final int streams;
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final SequencedMap<String, Parameter> byName = new LinkedHashMap<>();

  /** A network of one stream without weights yet. */
  public TrainableNetwork(Network plan) {
    this(plan, 1);
  }

  /**
   * A network without weights yet.
   *
   * @param streams whose pictures take turns in a batch, 1 or more
   */
  public TrainableNetwork(Network plan, int streams) {
    this.plan = plan;
    this.streams = streams;
    for (Layer layer : plan.backbone().layer().leaves()) {
      switch (layer) {
        case Convolution conv -> add(conv);
        case Layer.BatchNorm norm -> add(norm);
        default -> {}
      }
    }
    for (String name : plan.pooling().parameterShapes(plan.backbone().channels()).keySet()) {
      byName.put(
          name,
          addParameter(Parameter.builder().setName(name).setType(Parameter.Type.OTHER).build()));
    }
  }

  private void add(Convolution conv) {
    Conv2d block =
        Conv2d.builder()
            .setKernelShape(square(conv.kernel()))
            .setFilters(conv.out())
            .optStride(square(conv.stride()))
            .optPadding(square(conv.padding()))
            .optGroups(conv.groups())
            .optBias(conv.bias())
            .build();
    blocks.put(conv.name(), addChildBlock(conv.name(), block));
    block
        .getDirectParameters()
        .forEach(entry -> byName.put(conv.name() + "." + entry.getKey(), entry.getValue()));
  }

  private void add(Layer.BatchNorm norm) {
    BatchNorm block =
        BatchNorm.builder().optEpsilon(Layer.BatchNorm.EPSILON).optMomentum(NORM_MOMENTUM).build();
    blocks.put(norm.name(), addChildBlock(norm.name(), block));
    NORM_NAMES.forEach(
        (djl, torch) ->
            byName.put(norm.name() + "." + torch, block.getDirectParameters().get(djl)));
  }

  /** The network's plan. */
  public Network plan() {
    return plan;
  }

  /** Every parameter by its name in torch; running statistics included. */
  public Map<String, Parameter> parametersByName() {
    return Collections.unmodifiableMap(byName);
  }

  /**
   * Sets all parameters, at the first call for good: arrays are made on {@code manager}, and later
   * calls overwrite them.
   *
   * @throws org.waymark.core.WaymarkException when a name or shape is not this network's
   */
  public void load(Weights weights, NDManager manager) {
    load(weights, manager, DataType.FLOAT32);
  }

  /**
   * As the other, with parameters of another type. Input is then of that type too.
   *
   * @param type of the parameters at the first call
   */
  public void load(Weights weights, NDManager manager, DataType type) {
    weights.requireExactly(plan.parameterShapes(), "the set of weights");
    byName.forEach(
        (name, parameter) -> {
          Tensor tensor = weights.get(name);
          if (parameter.isInitialized()) {
            parameter.getArray().set(tensor.values());
          } else {
            parameter.setShape(null);
            parameter.setArray(
                manager.create(tensor.values(), shape(tensor.shape())).toType(type, false));
          }
        });
  }

  /** A copy of all parameters as they are now. */
  public Weights weights() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    plan.parameterShapes()
        .forEach(
            (name, shape) ->
                tensors.put(name, new Tensor(shape, values(parameter(name).getArray()))));
    return new Weights(tensors);
  }

  private static float[] values(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    try (NDArray rounded = array.toType(DataType.FLOAT32, true)) {
      return rounded.toFloatArray();
    }
  }

  private Parameter parameter(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return parameter;
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }

  private static Shape shape(List<Integer> sides) {
    return new Shape(sides.stream().mapToLong(Integer::longValue).toArray());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray pictures = inputs.singletonOrThrow();
    Pass pass = new Pass(store, pictures.getDevice(), training);
    NDArray features = pass.run(plan.backbone().layer(), pictures);
    return new NDList(Pooled.of(plan.pooling(), features, pass::value));
  }

  /** One forward pass. */
  private final class Pass {

    private final ParameterStore store;
    private final Device device;
    private final boolean training;

    Pass(ParameterStore store, Device device, boolean training) {
      this.store = store;
      this.device = device;
      this.training = training;
    }

    NDArray run(Layer layer, NDArray x) {
      return switch (layer) {
        case Convolution conv -> run(conv.name(), x);
        case Layer.BatchNorm norm when training && streams > 1 -> perStream(norm.name(), x);
        case Layer.BatchNorm norm -> run(norm.name(), x);
        case Relu() -> x.getNDArrayInternal().relu();
        case Relu6() -> x.clip(0, 6);
        case MaxPool(int kernel, int stride, int padding) ->
            Pool.maxPool2d(x, square(kernel), square(stride), square(padding), false);
        case AveragePool(int kernel, int stride) ->
            Pool.avgPool2d(x, square(kernel), square(stride), square(0), false, false);
        case Sequence(List<Layer> layers) -> {
          NDArray y = x;
          for (Layer inner : layers) {
            y = replaced(y, run(inner, y), x);
          }
          yield y;
        }
        // Nothing before a sum remembers what it gave.
        case Residual(Sequence path, Sequence shortcut) -> {
          NDArray sum = run(path, x);
          NDArray other = run(shortcut, x);
          yield replaced(other, sum.addi(other), x);
        }
        case DenseBlock(List<Sequence> paths) -> {
          NDArray all = x;
          for (Sequence path : paths) {
            NDArray added = run(path, all);
            all = replaced(all, replaced(added, all.concat(added, 1), x), x);
          }
          yield all;
        }
      };
    }

    /**
     * Lets go of an array: what the gradient needs of it, PyTorch keeps, and the rest of the memory
     * serves the next layer.
     *
     * @param input of the whole, which is the caller's
     */
    @SuppressWarnings("ReferenceEquality") // it is about who owns it
    private static NDArray replaced(NDArray old, NDArray next, NDArray input) {
      if (old != input && old != next) {
        old.close();
      }
      return next;
    }

    private NDArray run(String name, NDArray x) {
      Block block = blocks.get(name);
      if (block == null) {
        throw new IllegalStateException("no block " + name);
      }
      return block.forward(store, new NDList(x), training).singletonOrThrow();
    }

    /**
     * One batch norm of each stream's own statistics: in memory, the channels of pictures that take
     * turns lie as those of fewer pictures with more channels each.
     */
    private NDArray perStream(String name, NDArray x) {
      Shape shape = x.getShape();
      Shape beside =
          new Shape(shape.get(0) / streams, shape.get(1) * streams, shape.get(2), shape.get(3));
      NDArray mean = value(name + ".running_mean");
      NDArray variance = value(name + ".running_var");
      try (NDArray means = mean.tile(streams);
          NDArray variances = variance.tile(streams);
          NDArray scale = value(name + ".weight").tile(streams);
          NDArray shift = value(name + ".bias").tile(streams);
          NDArray side = x.reshape(beside);
          NDArray normal =
              BatchNorm.batchNorm(
                      side,
                      means,
                      variances,
                      scale,
                      shift,
                      1,
                      NORM_MOMENTUM,
                      Layer.BatchNorm.EPSILON,
                      true)
                  .singletonOrThrow()) {
        follow(mean, means);
        follow(variance, variances);
        return normal.reshape(shape);
      }
    }

    /**
     * Moves a running statistic as the streams would one after the other.
     *
     * @param moved where each stream alone would have moved it
     */
    private void follow(NDArray running, NDArray moved) {
      try (NDArray kept = running.mul(NORM_MOMENTUM);
          NDArray each = moved.reshape(streams, -1)) {
        for (int i = 0; i < streams; i++) {
          try (NDArray one = each.get(i)) {
            running.muli(NORM_MOMENTUM).addi(one).subi(kept);
          }
        }
      }
    }

    NDArray value(String name) {
      return store.getValue(parameter(name), device, training);
    }
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    if (!isInitialized()) {
      throw new IllegalStateException("call load(weights, manager) before training");
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), plan.descriptorSize())};
  }
}
