package org.waymark.descriptors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.checkpoint.TorchWriter;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.SafetensorsWriter;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;
import org.waymark.descriptors.whitening.Whitening;

/** Writes a model's weights for other programs. */
public final class ModelExport {

  /** The forms that are written. */
  public enum Form {
    /**
     * As the GCL reference saves its networks: {@code {'model_state_dict': ...}}. Whitening is
     * beside it as {@code num_pcs} and {@code state_dict}, where the reference looks for it.
     */
    PTH,
    /** The bundle's own tensors. */
    SAFETENSORS;

    /** Its name on the command line, and the end of such a file's name. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Under this name a model's provenance says that the checkpoint's NetVLAD had no bias. */
  static final String ASSIGNMENT_BIAS = "netVladBias";

  /** What it says then. */
  static final String NO_BIAS = "none";

  private ModelExport() {}

  /**
   * Writes a file at once, replacing one that is there.
   *
   * @throws WaymarkException when it cannot be written, or the model is TorchScript
   */
  public static void write(ModelBundle model, Form form, Path file) {
    if (Files.isDirectory(file)) {
      throw new WaymarkException(
          "%s is a folder; name a file in it, e.g. %s"
              .formatted(file, file.resolve("model." + form.id())));
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
        switch (form) {
          case PTH ->
              TorchWriter.write(
                  asImported(model),
                  model
                      .whitening()
                      .map(Whitening::layerWeights)
                      .orElseGet(() -> new Weights(new LinkedHashMap<>())),
                  model.spec().descriptorSize(),
                  out);
          case SAFETENSORS -> SafetensorsWriter.write(model.weights(), out);
        }
      }
      Files.move(
          partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WaymarkException(
          "%s cannot be written: %s".formatted(file, FileFailure.reason(e)), e);
    } finally {
      deleteQuietly(partial);
    }
  }

  /** Without the zeros that stand for a bias which the checkpoint's network did not have. */
  private static Weights asImported(ModelBundle model) {
    Weights weights = model.networkWeights();
    Tensor bias = weights.tensors().get(Pooling.NetVlad.ASSIGNMENT_BIAS);
    boolean none = NO_BIAS.equals(model.spec().provenance().training().get(ASSIGNMENT_BIAS));
    if (bias == null || !none || !isZero(bias)) {
      return weights;
    }
    SequencedMap<String, Tensor> rest = new LinkedHashMap<>(weights.tensors());
    rest.remove(Pooling.NetVlad.ASSIGNMENT_BIAS);
    return new Weights(rest);
  }

  private static boolean isZero(Tensor tensor) {
    for (float value : tensor.values()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stopped the writing has been said; the rest is a file named .partial.
    }
  }
}
