package org.waymark.descriptors;

/** What became of one picture. */
public sealed interface Result {

  /**
   * A picture described.
   *
   * @param descriptor L2-normalised
   * @param decodeNanos spent decoding and resizing
   * @param forwardNanos spent in the network
   */
  record Described(float[] descriptor, long decodeNanos, long forwardNanos) implements Result {}

  /**
   * A picture that could not be described.
   *
   * @param reason short, for people
   */
  record Rejected(String reason) implements Result {}
}
