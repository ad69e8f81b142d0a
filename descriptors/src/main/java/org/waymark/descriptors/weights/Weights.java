package org.waymark.descriptors.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.waymark.core.WaymarkException;

/** The parameters of a network by name, in a fixed order. */
public record Weights(SequencedMap<String, Tensor> tensors) {

  public Weights {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /** Counts of training steps, which are integers and change no descriptor: read over. */
  public static boolean isCounter(String name) {
    return name.endsWith("num_batches_tracked");
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException when there is none: check with {@link #requireExactly} first
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no weights named " + name);
    }
    return tensor;
  }

  /**
   * Checks names and shapes, all of them before complaining.
   *
   * @param expected shape by name
   * @param source where the weights came from, for the message
   * @throws WaymarkException naming what is missing, left over or of another shape
   */
  public void requireExactly(Map<String, List<Integer>> expected, String source) {
    List<String> faults = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(expected.keySet());
    missing.removeAll(tensors.keySet());
    Set<String> leftOver = new LinkedHashSet<>(tensors.keySet());
    leftOver.removeAll(expected.keySet());
    if (!missing.isEmpty()) {
      faults.add("missing: " + shortened(missing));
    }
    if (!leftOver.isEmpty()) {
      faults.add("not part of this network: " + shortened(leftOver));
    }
    tensors.forEach(
        (name, tensor) -> {
          List<Integer> shape = expected.get(name);
          if (shape != null && !shape.equals(tensor.shape())) {
            faults.add("%s is %s instead of %s".formatted(name, tensor.shape(), shape));
          }
        });
    if (!faults.isEmpty()) {
      throw new WaymarkException(
          "%s does not fit the network; %s"
              .formatted(source, String.join("; ", faults.subList(0, Math.min(faults.size(), 5)))));
    }
  }

  private static String shortened(Set<String> names) {
    int shown = Math.min(names.size(), 6);
    String text = String.join(", ", names.stream().limit(shown).toList());
    return names.size() > shown ? text + " and %d more".formatted(names.size() - shown) : text;
  }
}
