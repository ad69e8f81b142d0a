package org.waymark.descriptors.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;

/** The parameters of a network by name, in a fixed order. */
public record Weights(SequencedMap<String, Tensor> tensors) {

  private static final int SHOWN_NAMES = 6;

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
    Differences differences = Differences.of(expected, this);
    if (!differences.isEmpty()) {
      throw new WaymarkException(
          "%s does not fit the network; %s"
              .formatted(source, String.join("; ", differences.phrases(SHOWN_NAMES))));
    }
  }
}
