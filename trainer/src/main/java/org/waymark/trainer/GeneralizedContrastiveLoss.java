package org.waymark.trainer;

import ai.djl.ndarray.NDArray;

/**
 * The Generalized Contrastive Loss of Leyva-Vallina, Strisciuglio and Petkov (CVPR 2023, arXiv
 * 2303.11739). For a pair of descriptors at Euclidean distance d, whose pictures are alike to the
 * degree psi:
 *
 * <pre>L = psi/2 d^2 + (1 - psi)/2 max(margin - d, 0)^2</pre>
 *
 * <p>A pair rests at d = margin (1 - psi): the more alike, the nearer. With psi of 0 or 1 it is the
 * contrastive loss.
 */
public final class GeneralizedContrastiveLoss {

  /** The published margin, for descriptors of unit length. */
  public static final float DEFAULT_MARGIN = 0.5f;

  /** Added to each difference of coordinates, as PyTorch's PairwiseDistance does. */
  private static final double EPSILON = 1e-6;

  private final float margin;

  /**
   * @throws IllegalArgumentException unless the margin is positive
   */
  public GeneralizedContrastiveLoss(float margin) {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("a margin of " + margin);
    }
    this.margin = margin;
  }

  /**
   * The loss of each pair. Shapes broadcast: {@code [query][1][number]} with {@code
   * [1][place][number]} is every query with every place.
   *
   * @param left descriptors, {@code [pair][number]}
   * @param right descriptors, {@code [pair][number]}
   * @param similarity psi of each pair, {@code [pair]}, 0 to 1
   * @return {@code [pair]}
   */
  public NDArray ofPairs(NDArray left, NDArray right, NDArray similarity) {
    NDArray distance = left.sub(right).add(EPSILON).square().sum(new int[] {-1}).sqrt();
    NDArray pull = distance.square().mul(similarity);
    NDArray gap = distance.neg().add(margin).maximum(0f);
    NDArray push = gap.square().mul(similarity.neg().add(1f));
    return pull.add(push).div(2f);
  }
}
