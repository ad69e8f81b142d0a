package org.waymark.descriptors.network;

import java.util.List;

/**
 * A square convolution without bias and the batch norm behind it.
 *
 * @param conv the convolution's name, e.g. {@code backbone.4.0.conv1}
 * @param norm the batch norm's name, e.g. {@code backbone.4.0.bn1}
 * @param in channels in
 * @param out channels out
 * @param kernel side of the kernel in pixels
 * @param stride in pixels
 * @param padding zeros on each side, in pixels
 */
public record ConvUnit(
    String conv, String norm, int in, int out, int kernel, int stride, int padding) {

  /** Shape of the convolution's weight: {@code [out][in][row][column]}. */
  public List<Integer> kernelShape() {
    return List.of(out, in, kernel, kernel);
  }
}
