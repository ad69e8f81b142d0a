package org.waymark.descriptors.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In what weights are not those of a network.
 *
 * @param missing names that the network has and the weights lack
 * @param leftOver names that the weights have and the network lacks
 * @param otherShapes for each name of both whose shapes differ, a line that says so
 */
public record Differences(List<String> missing, List<String> leftOver, List<String> otherShapes) {

  /**
   * Compares names and shapes.
   *
   * @param expected shape by name
   */
  public static Differences of(Map<String, List<Integer>> expected, Weights weights) {
    Set<String> missing = new LinkedHashSet<>(expected.keySet());
    missing.removeAll(weights.tensors().keySet());
    Set<String> leftOver = new LinkedHashSet<>(weights.tensors().keySet());
    leftOver.removeAll(expected.keySet());
    List<String> otherShapes = new ArrayList<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              List<Integer> shape = expected.get(name);
              if (shape != null && !shape.equals(tensor.shape())) {
                otherShapes.add("%s is %s instead of %s".formatted(name, tensor.shape(), shape));
              }
            });
    return new Differences(List.copyOf(missing), List.copyOf(leftOver), List.copyOf(otherShapes));
  }

  public boolean isEmpty() {
    return missing.isEmpty() && leftOver.isEmpty() && otherShapes.isEmpty();
  }

  /** One phrase for each kind of difference, with at most so many names each. */
  public List<String> phrases(int names) {
    List<String> phrases = new ArrayList<>();
    if (!missing.isEmpty()) {
      phrases.add("missing: " + shortened(missing, ", ", names));
    }
    if (!leftOver.isEmpty()) {
      phrases.add("not part of this network: " + shortened(leftOver, ", ", names));
    }
    if (!otherShapes.isEmpty()) {
      phrases.add(shortened(otherShapes, "; ", names));
    }
    return phrases;
  }

  private static String shortened(Collection<String> items, String separator, int shown) {
    String text = String.join(separator, items.stream().limit(shown).toList());
    return items.size() > shown ? text + " and %d more".formatted(items.size() - shown) : text;
  }
}
