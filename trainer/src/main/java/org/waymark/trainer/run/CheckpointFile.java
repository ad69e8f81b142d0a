package org.waymark.trainer.run;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.descriptors.weights.SafetensorsReader;
import org.waymark.descriptors.weights.SafetensorsWriter;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Saves and reads the checkpoint of a run: numbers in a safetensors file of their own, and then
 * {@code checkpoint.json}, which names that file and its digest. Until the latter is in place the
 * checkpoint before counts; only then is its file deleted.
 */
public final class CheckpointFile {

  private static final String NAME = "checkpoint.json";
  private static final Pattern NUMBERS = Pattern.compile("checkpoint-\\d{1,19}\\.safetensors");
  private static final String WEIGHTS = "weights/";
  private static final String OPTIMIZER = "optimizer/";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Content(int format, Checkpoint.Progress progress, String file, String sha256) {}

  private static final int FORMAT = 1;

  private CheckpointFile() {}

  /**
   * Makes a checkpoint the run's last.
   *
   * @throws WaymarkException when it cannot be written, or a weight is not finite; the one before
   *     then still counts
   */
  public static void save(RunDirectory run, Checkpoint checkpoint) {
    requireFinite(checkpoint.weights());
    SequencedMap<String, Tensor> all = new LinkedHashMap<>();
    checkpoint.weights().tensors().forEach((name, tensor) -> all.put(WEIGHTS + name, tensor));
    checkpoint.optimizer().tensors().forEach((name, tensor) -> all.put(OPTIMIZER + name, tensor));
    Path numbers = run.file("checkpoint-%d.safetensors".formatted(checkpoint.progress().step()));
    run.replace(numbers, out -> SafetensorsWriter.write(new Weights(all), out));
    try {
      Content content =
          new Content(
              FORMAT,
              checkpoint.progress(),
              numbers.getFileName().toString(),
              Digests.sha256(numbers));
      run.replace(
          run.file(NAME), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
      deleteOthers(run, numbers);
    } catch (IOException e) {
      throw RunDirectory.unwritable(numbers, e);
    }
  }

  private static void requireFinite(Weights weights) {
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                  throw new WaymarkException(
                      "training has gone astray: %s holds %s. The last good checkpoint is kept; begin again from it with a lower --learning-rate, or with --clip"
                          .formatted(name, value));
                }
              }
            });
  }

  private static void deleteOthers(RunDirectory run, Path kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(run.path(), "checkpoint-*")) {
      for (Path file : files) {
        if (!file.equals(kept)) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * The run's last checkpoint.
   *
   * @throws WaymarkException when it is missing or damaged
   */
  public static Checkpoint read(RunDirectory run) {
    Path file = run.file(NAME);
    Content content;
    String digest;
    Path numbers;
    try {
      content = JSON.readValue(Files.readAllBytes(file), Content.class);
      if (content == null || content.format() != FORMAT || content.progress() == null) {
        throw new WaymarkException("%s is of another version or damaged".formatted(file));
      }
      if (content.file() == null || !NUMBERS.matcher(content.file()).matches()) {
        throw new WaymarkException("%s names no checkpoint".formatted(file));
      }
      numbers = run.file(content.file());
      digest = Digests.sha256(numbers);
    } catch (IOException e) {
      throw new WaymarkException(
          "the checkpoint %s cannot be read (%s); begin a new run in another folder"
              .formatted(file, e.getMessage()),
          e);
    }
    if (!digest.equals(content.sha256())) {
      throw new WaymarkException(
          "%s is damaged: its SHA-256 is not the one in %s; begin a new run in another folder"
              .formatted(numbers, file));
    }
    SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
    SequencedMap<String, Tensor> optimizer = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : SafetensorsReader.read(numbers).tensors().entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(WEIGHTS)) {
        weights.put(name.substring(WEIGHTS.length()), entry.getValue());
      } else if (name.startsWith(OPTIMIZER)) {
        optimizer.put(name.substring(OPTIMIZER.length()), entry.getValue());
      }
    }
    return new Checkpoint(content.progress(), new Weights(weights), new Weights(optimizer));
  }
}
