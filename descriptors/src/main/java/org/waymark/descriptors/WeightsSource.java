package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's numbers come from: a file beside {@code model.json}, or a seed.
 *
 * @param file name of a safetensors file in the model's directory; null for seeded weights
 * @param sha256 of that file; null for seeded weights
 * @param seed of random weights; null for weights in a file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WeightsSource(@Nullable String file, @Nullable String sha256, @Nullable Long seed) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  public WeightsSource {
    boolean inFile = file != null && sha256 != null && seed == null;
    boolean seeded = file == null && sha256 == null && seed != null;
    if (!inFile && !seeded) {
      throw new IllegalArgumentException("weights need either 'file' and 'sha256' or 'seed'");
    }
    if (file != null && !FILE_NAME.matcher(file).matches()) {
      throw new IllegalArgumentException("weights file '%s' is no plain file name".formatted(file));
    }
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("weights' sha256 is no SHA-256 in lower-case hexadecimal");
    }
  }

  /** Weights in a file. */
  public static WeightsSource inFile(String file, String sha256) {
    return new WeightsSource(file, sha256, null);
  }

  /** Random weights; see {@link org.waymark.descriptors.network.SeededWeights}. */
  public static WeightsSource seeded(long seed) {
    return new WeightsSource(null, null, seed);
  }
}
