package org.waymark.trainer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.network.FoldedNetwork;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Precision;
import org.waymark.descriptors.weights.Weights;

/** Descriptors of network input, as a user of the trained model gets them. */
final class Described {

  private Described() {}

  /**
   * @param input {@code [picture][3][side][side]}
   */
  static float[][] of(Network plan, Weights weights, ByteBuffer input, int count, int side) {
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        FoldedNetwork network = new FoldedNetwork(plan, weights, Precision.FLOAT32, manager)) {
      NDArray x = manager.create(input, new Shape(count, 3, side, side), DataType.FLOAT32);
      float[] all = network.forward(x).toFloatArray();
      int size = all.length / count;
      float[][] rows = new float[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
      }
      return rows;
    }
  }
}
