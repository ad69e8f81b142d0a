package org.waymark.descriptors;

/** What a decoding thread hands to the network. */
sealed interface Preparation {

  /** A picture to be described. */
  record Ready(Prepared picture) implements Preparation {}

  /** There is none, and why. */
  record Failed(String reason) implements Preparation {}
}
