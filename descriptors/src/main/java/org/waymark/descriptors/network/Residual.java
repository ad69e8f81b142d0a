package org.waymark.descriptors.network;

import java.util.List;
import java.util.Optional;

/**
 * One residual block: the path's output is added to the input, or to what the shortcut makes of the
 * input where size or channels change; ReLU between the path's units and after the sum.
 */
public record Residual(List<ConvUnit> path, Optional<ConvUnit> shortcut) {

  public Residual {
    path = List.copyOf(path);
  }
}
