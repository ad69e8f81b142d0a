package org.waymark.trainer.pair;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Every query of a batch with every place of it, by their labels. What a pair weighs depends on its
 * range of similarity: together those of a range weigh the share that it has when pairs are drawn,
 * so that the many pairs without anything in common do not outweigh the few that show one place. A
 * range of which the batch has no pair leaves its share to the others.
 *
 * <p>Of pictures of different sites nothing is known, for two sites may be recordings of one
 * building: such a pair weighs nothing, as does one that never makes a pair (see {@link
 * LabelledSite#pairs}).
 *
 * @param count queries, and places
 * @param targets what the loss takes for a similarity, {@code [query][place]}
 * @param weights {@code [query][place]}, of sum {@code count}
 */
public record CrossPairs(int count, float[] targets, float[] weights) {

  /**
   * Those of a batch.
   *
   * @param batch drawn pairs: their queries and places, in this order
   */
  public static CrossPairs of(
      List<TrainingPair> batch, List<LabelledSite> sites, Objective objective) {
    int count = batch.size();
    float[] psi = new float[count * count];
    boolean[] known = new boolean[count * count];
    for (int q = 0; q < count; q++) {
      TrainingPair query = batch.get(q);
      LabelledSite site = sites.get(query.site());
      for (int p = 0; p < count; p++) {
        TrainingPair place = batch.get(p);
        if (place.site() == query.site() && site.pairs(query.query(), place.place())) {
          known[q * count + p] = true;
          psi[q * count + p] = site.row(query.query()).get(place.place());
        }
      }
    }
    float[] weights = weights(psi, known, count, Stratum.shares(objective));
    float[] targets = new float[psi.length];
    for (int i = 0; i < psi.length; i++) {
      targets[i] = objective.target(psi[i]);
    }
    return new CrossPairs(count, targets, weights);
  }

  private static float[] weights(
      float[] psi, boolean[] known, int sum, Map<Stratum, Double> shares) {
    float[] weights = new float[psi.length];
    double present = 0;
    for (Map.Entry<Stratum, Double> entry : shares.entrySet()) {
      int members = 0;
      for (int i = 0; i < psi.length; i++) {
        members += known[i] && entry.getKey().holds(psi[i]) ? 1 : 0;
      }
      present += members > 0 ? entry.getValue() : 0;
      for (int i = 0; i < psi.length; i++) {
        if (known[i] && entry.getKey().holds(psi[i])) {
          weights[i] = (float) (entry.getValue() / members);
        }
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) (sum / present);
    }
    return weights;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CrossPairs(int n, float[] t, float[] w)
        && n == count
        && Arrays.equals(t, targets)
        && Arrays.equals(w, weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(targets) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "CrossPairs[%d x %d]".formatted(count, count);
  }
}
