package org.waymark.descriptors;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.Differences;
import org.waymark.descriptors.weights.Weights;

/** Finds out which network a set of weights belongs to, by names and shapes. */
final class NetworkFinder {

  private NetworkFinder() {}

  /** Whether weights are those of a network; a NetVLAD's bias may be left out. */
  static boolean fits(Network network, Weights weights) {
    Differences differences = differences(network, weights);
    return differences.leftOver().isEmpty()
        && differences.otherShapes().isEmpty()
        && differences.missing().stream().allMatch(Pooling.NetVlad.ASSIGNMENT_BIAS::equals);
  }

  static Differences differences(Network network, Weights weights) {
    Map<String, List<Integer>> expected = network.parameterShapes();
    return Differences.of(expected, weights);
  }

  /** How a person asks for a network. */
  static String options(Network network) {
    return "--backbone %s --pool %s".formatted(network.backbone().id(), network.pooling().title());
  }

  /**
   * A network that fits.
   *
   * @param preferred the pooling to be tried first: some have no parameters to be told by
   */
  static Optional<Network> find(Weights weights, Pooling preferred) {
    List<Pooling> poolings =
        List.of(
            preferred.fittedTo(weights),
            new Pooling.Gem(),
            new Pooling.NetVlad(Pooling.NetVlad.USUAL_CLUSTERS).fittedTo(weights),
            new Pooling.Max(),
            new Pooling.Average());
    return poolings.stream()
        .flatMap(
            pooling ->
                Arrays.stream(Backbone.values()).map(backbone -> new Network(backbone, pooling)))
        .filter(network -> fits(network, weights))
        .findFirst();
  }
}
