package org.waymark.descriptors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.descriptors.checkpoint.Checkpoint;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.Differences;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;
import org.waymark.descriptors.whitening.Whitening;

/**
 * Makes a model of a checkpoint's weights. Their names and shapes must be the network's, all of
 * them; a whitening layer among them becomes the model's whitening.
 *
 * @param file the checkpoint
 * @param checkpoint what it holds
 */
public record CheckpointImport(Path file, Checkpoint.Parameters checkpoint) {

  private static final int SHOWN_NAMES = 20;

  /**
   * The model.
   *
   * @param backbone what the weights are said to be of
   * @param pooling what the weights are said to be of; NetVLAD's clusters are taken from them
   * @param fittedOn what whitening in the checkpoint was fitted to, see {@link
   *     WhiteningSpec#fittedOn}
   * @throws WaymarkException when they are not, naming what is missing, left over or of another
   *     shape, or the network that they are of; or when a weight is no finite number
   */
  public ModelBundle model(Backbone backbone, Pooling pooling, InputSpec input, String fittedOn) {
    Weights weights = Whitening.without(checkpoint.weights());
    Network network = new Network(backbone, pooling.fittedTo(weights));
    if (!NetworkFinder.fits(network, weights)) {
      throw misfit(network, weights);
    }
    requireFinite();
    ModelBundle plain =
        ModelBundle.of(
            network, input, network.complete(weights, file.toString()), provenance(file, what()));
    return whitening().map(layer -> plain.whitened(layer, fittedOn)).orElse(plain);
  }

  /** The checkpoint's whitening layer. */
  public Optional<Whitening> whitening() {
    return Whitening.ofCheckpoint(checkpoint.weights(), "checkpoint " + file);
  }

  /** How to ask for the network of these weights; empty when it is none that is known. */
  public Optional<String> networkFound() {
    return NetworkFinder.find(Whitening.without(checkpoint.weights()), new Pooling.Gem())
        .map(NetworkFinder::options);
  }

  private WaymarkException misfit(Network network, Weights weights) {
    String wanted = "%s %s".formatted(network.backbone().id(), network.pooling().title());
    Optional<Network> other = NetworkFinder.find(weights, network.pooling());
    if (other.isPresent()) {
      return new WaymarkException(
          "checkpoint %s is not of %s but fits %s: import it with %s"
              .formatted(file, wanted, other.get().title(), NetworkFinder.options(other.get())));
    }
    if (weights.tensors().isEmpty()) {
      return new WaymarkException(
          "checkpoint %s holds a whitening layer alone: give it as --whitening beside the network's checkpoint"
              .formatted(file));
    }
    Differences differences = NetworkFinder.differences(network, weights);
    return new WaymarkException(
        "checkpoint %s does not fit %s, nor any other network that is known%n  %s"
            .formatted(
                file,
                wanted,
                String.join(System.lineSeparator() + "  ", differences.phrases(SHOWN_NAMES))));
  }

  private void requireFinite() {
    for (Map.Entry<String, Tensor> entry : checkpoint.weights().tensors().entrySet()) {
      for (float value : entry.getValue().values()) {
        if (!Float.isFinite(value)) {
          throw new WaymarkException(
              "checkpoint %s: %s holds %s; its training failed, take an earlier one"
                  .formatted(file, entry.getKey(), value));
        }
      }
    }
  }

  private String what() {
    String place = checkpoint.place();
    return checkpoint.form().title() + (place.isEmpty() ? "" : ", " + place);
  }

  /**
   * Where an imported model comes from: the file's name and digest.
   *
   * @param what the file is, for people
   */
  public static Provenance provenance(Path file, String what) {
    SequencedMap<String, Object> details = new LinkedHashMap<>();
    details.put("checkpoint", String.valueOf(file.getFileName()));
    try {
      details.put("checkpointSha256", Digests.sha256(file));
    } catch (IOException e) {
      throw new WaymarkException("cannot read checkpoint %s: %s".formatted(file, e), e);
    }
    return new Provenance("imported from %s (%s)".formatted(file.getFileName(), what), details);
  }
}
