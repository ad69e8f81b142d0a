package org.waymark.descriptors;

/**
 * That whitening follows the network; its numbers are among the weights.
 *
 * @param inputSize numbers in a descriptor before whitening
 * @param fittedOn what it was fitted to: {@value #TRAINING}, {@value #MAP}, or a line of text. Not
 *     part of a model's identity
 */
public record WhiteningSpec(int inputSize, String fittedOn) {

  /** Fitted to pictures of the training set: says how the model does on places it never saw. */
  public static final String TRAINING = "training";

  /**
   * Fitted to the very map that is searched, as published figures are: transductive, so its figures
   * do not carry over to another map.
   */
  public static final String MAP = "map";

  public WhiteningSpec {
    if (inputSize < 1) {
      throw new IllegalArgumentException("whitening of descriptors of %d".formatted(inputSize));
    }
    fittedOn = fittedOn == null ? "" : fittedOn;
  }
}
