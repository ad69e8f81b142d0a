package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A layer ready to run. It leaves its input as it is and open; except that a residual without a
 * shortcut adds onto it and closes it, which is why one stands only behind another layer.
 */
@FunctionalInterface
interface FoldedLayer {

  /**
   * {@code [batch][channel][row][column]} to the same; the result belongs to {@code x}'s manager.
   */
  NDArray apply(NDArray x);

  /**
   * One after the other. What lies between two layers is freed at once: memory that is used again
   * lies in the cache and needs no new pages.
   */
  static FoldedLayer sequence(List<FoldedLayer> layers) {
    return input -> {
      NDArray x = input;
      for (FoldedLayer layer : layers) {
        NDArray y = layer.apply(x);
        closeUnlessSame(x, input);
        x = y;
      }
      return x;
    };
  }

  /** Closes {@code x} unless it is the very array {@code input}. */
  @SuppressWarnings("ReferenceEquality") // an array is the same or another, whatever it holds
  static void closeUnlessSame(NDArray x, NDArray input) {
    if (x != input) {
      x.close();
    }
  }
}
