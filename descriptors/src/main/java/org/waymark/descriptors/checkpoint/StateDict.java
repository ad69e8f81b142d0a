package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.checkpoint.Pickled.Dictionary;
import org.waymark.descriptors.checkpoint.Pickled.StoredTensor;
import org.waymark.descriptors.weights.Weights;

/**
 * The parameters of a network within what {@code torch.save} was given: under {@code
 * model_state_dict} or {@code state_dict}, or bare. Whatever else training keeps beside them, such
 * as the optimizer's state, is not even read.
 *
 * @param place the key under which they were; empty when bare
 * @param tensors by name
 */
record StateDict(String place, SequencedMap<String, StoredTensor> tensors) {

  private static final List<String> PLACES = List.of("model_state_dict", "state_dict");
  private static final String PARALLEL = "module.";

  /**
   * Looks for the parameters. A whitening layer may have a {@code state_dict} of its own beside the
   * network's {@code model_state_dict}: then both count.
   *
   * @throws WaymarkException when there are none, or numbers that cannot be weights
   */
  static StateDict in(Pickled root, Path file) {
    if (!(root instanceof Dictionary dictionary)) {
      throw new WaymarkException(
          "checkpoint %s holds no parameters by name; save model.state_dict()".formatted(file));
    }
    List<String> places =
        PLACES.stream()
            .filter(place -> dictionary.entries.get(place) instanceof Dictionary)
            .toList();
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    if (places.isEmpty()) {
      addFrom(dictionary, tensors, file);
    }
    for (String place : places) {
      if (dictionary.entries.get(place) instanceof Dictionary inner) {
        addFrom(inner, tensors, file);
      }
    }
    if (tensors.isEmpty()) {
      throw new WaymarkException(
          "checkpoint %s holds no parameters, bare or under %s; it holds: %s"
              .formatted(
                  file,
                  String.join(" or ", PLACES),
                  dictionary.entries.keySet().stream()
                      .limit(10)
                      .map(key -> key.length() > 60 ? key.substring(0, 60) + "..." : key)
                      .collect(Collectors.joining(", "))));
    }
    return new StateDict(String.join(" and ", places), tensors);
  }

  private static void addFrom(
      Dictionary dictionary, SequencedMap<String, StoredTensor> tensors, Path file) {
    SequencedMap<String, StoredTensor> found = new LinkedHashMap<>();
    for (Map.Entry<String, Pickled> entry : dictionary.entries.entrySet()) {
      if (entry.getValue() instanceof StoredTensor tensor && !Weights.isCounter(entry.getKey())) {
        if (!tensor.storage().type().isFloatingPoint()) {
          throw new WaymarkException(
              "checkpoint %s: %s holds %s where weights are floating-point numbers"
                  .formatted(file, entry.getKey(), tensor.storage().type()));
        }
        found.put(entry.getKey(), tensor);
      }
    }
    withoutModule(found).forEach(tensors::putIfAbsent);
  }

  Weights load(StorageSource source) throws IOException {
    return TensorLoader.load(tensors, source);
  }

  /** Names as they are without data-parallel training, where all begin with {@code module.}. */
  static <T> SequencedMap<String, T> withoutModule(SequencedMap<String, T> tensors) {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
      return tensors;
    }
    SequencedMap<String, T> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(name.substring(PARALLEL.length()), tensor));
    return renamed;
  }
}
