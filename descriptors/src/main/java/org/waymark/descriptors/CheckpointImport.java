package org.waymark.descriptors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.waymark.core.FileFailure;
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
 * them, or those of torchvision's own network; a whitening layer among them becomes the model's
 * whitening.
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
    Weights weights = networkWeights(pooling);
    Network network = new Network(backbone, pooling.fittedTo(weights));
    if (!NetworkFinder.fits(network, weights)) {
      throw misfit(network, weights);
    }
    requireFinite();
    ModelBundle plain =
        ModelBundle.of(
            network,
            input,
            network.complete(weights, file.toString()),
            provenance(weights, pooling));
    return whitening().map(layer -> plain.whitened(layer, fittedOn)).orElse(plain);
  }

  /** The checkpoint's whitening layer. */
  public Optional<Whitening> whitening() {
    return Whitening.ofCheckpoint(checkpoint.weights(), "checkpoint " + file);
  }

  /** How to ask for the network of these weights; empty when it is none that is known. */
  public Optional<String> networkFound() {
    Pooling gem = new Pooling.Gem();
    return NetworkFinder.find(networkWeights(gem), gem).map(NetworkFinder::options);
  }

  /** By our names; to torchvision's own networks GeM comes anew, its exponent where it starts. */
  private Weights networkWeights(Pooling pooling) {
    Weights own = Whitening.without(checkpoint.weights());
    return TorchvisionNames.adapted(own)
        .map(
            backbone -> {
              SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(backbone.tensors());
              if (pooling instanceof Pooling.Gem) {
                tensors.put(
                    Pooling.Gem.POWER, Tensor.filled(List.of(1), Pooling.Gem.INITIAL_POWER));
              }
              return new Weights(tensors);
            })
        .orElse(own);
  }

  private Provenance provenance(Weights weights, Pooling pooling) {
    Provenance plain = provenance(file, what());
    return pooling instanceof Pooling.NetVlad
            && !weights.tensors().containsKey(Pooling.NetVlad.ASSIGNMENT_BIAS)
        ? plain.with(ModelExport.ASSIGNMENT_BIAS, ModelExport.NO_BIAS)
        : plain;
  }

  /**
   * Adds this checkpoint's whitening layer to a model, and its file to the model's provenance.
   *
   * @param fittedOn see {@link WhiteningSpec#fittedOn}
   * @throws WaymarkException when it holds none, or one for descriptors of another size, or one
   *     that is no finite numbers
   */
  public ModelBundle whiten(ModelBundle model, String fittedOn) {
    Whitening layer =
        whitening()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "%s holds no whitening layer: neither %s nor %s"
                            .formatted(file, Whitening.LAYER_WEIGHT, Whitening.WEIGHT)));
    requireFinite();
    Provenance story =
        model
            .spec()
            .provenance()
            .with("whiteningFile", String.valueOf(file.getFileName()))
            .with("whiteningSha256", digest(file));
    return model.whitened(layer, fittedOn, story);
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
    details.put("checkpointSha256", digest(file));
    return new Provenance("imported from %s (%s)".formatted(file.getFileName(), what), details);
  }

  private static String digest(Path file) {
    try {
      return Digests.sha256(file);
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot read checkpoint %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }
}
