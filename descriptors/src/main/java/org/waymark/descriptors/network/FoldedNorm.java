package org.waymark.descriptors.network;

import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.weights.Weights;

/**
 * A batch norm with fixed statistics: {@code scale * x + shift} per channel.
 *
 * @param scale {@code gamma / sqrt(var + eps)}
 * @param shift {@code beta - mean * scale}
 */
record FoldedNorm(double[] scale, double[] shift) {

  static FoldedNorm of(BatchNorm norm, Weights weights) {
    float[] gamma = weights.get(norm.name() + ".weight").values();
    float[] beta = weights.get(norm.name() + ".bias").values();
    float[] mean = weights.get(norm.name() + ".running_mean").values();
    float[] variance = weights.get(norm.name() + ".running_var").values();
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int i = 0; i < gamma.length; i++) {
      scale[i] = gamma[i] / Math.sqrt((double) variance[i] + BatchNorm.EPSILON);
      shift[i] = beta[i] - mean[i] * scale[i];
    }
    return new FoldedNorm(scale, shift);
  }
}
