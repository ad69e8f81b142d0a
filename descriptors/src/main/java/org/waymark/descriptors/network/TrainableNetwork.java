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
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * A network as a DJL block, with batch norms that learn. Input {@code [batch][3][height][width]},
 * output {@code [batch][descriptor]}, L2-normalised.
 *
 * <p>Takes its weights from {@link #load} and never from an initialiser: start training from {@link
 * SeededWeights}. Parameters belong to the manager given there.
 */
public final class TrainableNetwork extends AbstractBlock {

  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape THREE = new Shape(3, 3);

  /** DJL's momentum is the share that stays: torch's 0.1. */
  private static final float NORM_MOMENTUM = 0.9f;

  private static final float LENGTH_FLOOR = 1e-12f;

  /** torch's name for each of a DJL batch norm's parameters. */
  private static final Map<String, String> NORM_NAMES =
      Map.of(
          "gamma", "weight",
          "beta", "bias",
          "runningMean", "running_mean",
          "runningVar", "running_var");

  private final ResNet plan;
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final SequencedMap<String, Parameter> byName = new LinkedHashMap<>();
  private final Parameter poolPower;

  /** A network without weights yet. */
  public TrainableNetwork(ResNet plan) {
    this.plan = plan;
    for (ConvUnit unit : plan.units()) {
      add(unit);
    }
    poolPower =
        addParameter(
            Parameter.builder().setName(ResNet.POOL_POWER).setType(Parameter.Type.OTHER).build());
    byName.put(ResNet.POOL_POWER, poolPower);
  }

  private void add(ConvUnit unit) {
    Conv2d conv =
        Conv2d.builder()
            .setKernelShape(new Shape(unit.kernel(), unit.kernel()))
            .setFilters(unit.out())
            .optStride(new Shape(unit.stride(), unit.stride()))
            .optPadding(new Shape(unit.padding(), unit.padding()))
            .optBias(false)
            .build();
    BatchNorm norm =
        BatchNorm.builder().optEpsilon(ResNet.NORM_EPSILON).optMomentum(NORM_MOMENTUM).build();
    blocks.put(unit.conv(), addChildBlock(unit.conv(), conv));
    blocks.put(unit.norm(), addChildBlock(unit.norm(), norm));
    byName.put(unit.conv() + ".weight", conv.getDirectParameters().get("weight"));
    NORM_NAMES.forEach(
        (djl, torch) -> byName.put(unit.norm() + "." + torch, norm.getDirectParameters().get(djl)));
  }

  /** The network's plan. */
  public ResNet plan() {
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
    weights.requireExactly(plan.parameterShapes(), "the set of weights");
    byName.forEach(
        (name, parameter) -> {
          Tensor tensor = weights.get(name);
          if (parameter.isInitialized()) {
            parameter.getArray().set(tensor.values());
          } else {
            parameter.setShape(null);
            parameter.setArray(manager.create(tensor.values(), shape(tensor.shape())));
          }
        });
  }

  /** A copy of all parameters as they are now. */
  public Weights weights() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    plan.parameterShapes()
        .forEach(
            (name, shape) ->
                tensors.put(name, new Tensor(shape, parameter(name).getArray().toFloatArray())));
    return new Weights(tensors);
  }

  private Parameter parameter(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return parameter;
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
    NDArray x = relu(pass.unit(plan.stem(), pictures));
    x = Pool.maxPool2d(x, THREE, TWO, ONE, false);
    for (Residual residual : plan.residuals()) {
      NDArray y = x;
      for (int i = 0; i < residual.path().size(); i++) {
        y = pass.unit(residual.path().get(i), i == 0 ? y : relu(y));
      }
      NDArray shortcut =
          residual.shortcut().isPresent() ? pass.unit(residual.shortcut().get(), x) : x;
      x = relu(y.add(shortcut));
    }
    return new NDList(normalise(pool(x, pass.value(poolPower))));
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

    NDArray unit(ConvUnit unit, NDArray x) {
      return apply(unit.norm(), apply(unit.conv(), x));
    }

    private NDArray apply(String name, NDArray x) {
      Block block = blocks.get(name);
      if (block == null) {
        throw new IllegalStateException("no block " + name);
      }
      return block.forward(store, new NDList(x), training).singletonOrThrow();
    }

    NDArray value(Parameter parameter) {
      return store.getValue(parameter, device, training);
    }
  }

  private static NDArray pool(NDArray x, NDArray power) {
    Shape shape = x.getShape();
    NDArray powered = x.clip(ResNet.POOL_EPSILON, Float.MAX_VALUE).pow(power);
    NDArray mean = powered.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
    // The division starts from the activation's manager: started from the parameter it would leak.
    return mean.pow(x.getManager().ones(new Shape(1)).div(power));
  }

  private static NDArray normalise(NDArray x) {
    return x.div(x.norm(new int[] {1}, true).clip(LENGTH_FLOOR, Float.MAX_VALUE));
  }

  private static NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
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
