package org.waymark.descriptors.network;

/** What is done to each number behind a convolution or a norm. */
enum Activation {
  NONE,
  RELU,
  RELU6
}
