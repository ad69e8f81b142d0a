package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;

/** A convolution with weights, and the activation behind it. */
interface ReadyConvolution extends FoldedLayer {

  /**
   * {@code activation(sum + convolution(x))}.
   *
   * @param sum overwritten, and closed unless it is returned
   * @return belongs to {@code x}'s manager
   */
  NDArray addTo(NDArray sum, NDArray x);
}
