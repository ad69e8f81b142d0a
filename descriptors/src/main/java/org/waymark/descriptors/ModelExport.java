package org.waymark.descriptors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.checkpoint.TorchWriter;
import org.waymark.descriptors.weights.SafetensorsWriter;
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
    SAFETENSORS
  }

  private ModelExport() {}

  /**
   * Writes a file at once, replacing one that is there.
   *
   * @throws WaymarkException when it cannot be written, or the model is TorchScript
   */
  public static void write(ModelBundle model, Form form, Path file) {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
        switch (form) {
          case PTH ->
              TorchWriter.write(
                  model.networkWeights(),
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
      throw new WaymarkException("%s cannot be written: %s".formatted(file, e), e);
    } finally {
      deleteQuietly(partial);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stopped the writing has been said; the rest is a file named .partial.
    }
  }
}
