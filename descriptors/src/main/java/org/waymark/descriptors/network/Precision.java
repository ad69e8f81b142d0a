package org.waymark.descriptors.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/** How many bits the numbers of a backbone have while it runs; pooling always takes float32. */
public enum Precision {
  /** The one in which descriptors equal those of other programs. */
  FLOAT32(6),
  /** The range of float32 with 8 bits of fraction; fast on CPUs with AVX-512 BF16 or AMX. */
  BFLOAT16(15),
  /** 11 bits of fraction, greatest number 65,504; for GPUs. */
  FLOAT16(5);

  private final long torchCode;

  Precision(long torchCode) {
    this.torchCode = torchCode;
  }

  /** torch's number for the type ({@code c10::ScalarType}). */
  long torchCode() {
    return torchCode;
  }

  /** Its name on the command line, e.g. {@code bfloat16}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of that name.
   *
   * @throws WaymarkException when there is none
   */
  public static Precision named(String id) {
    return Arrays.stream(values())
        .filter(precision -> precision.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "unknown precision '%s'; known are: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(Precision::id)
                                .collect(Collectors.joining(", ")))));
  }
}
