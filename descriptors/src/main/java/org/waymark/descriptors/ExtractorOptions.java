package org.waymark.descriptors;

import org.waymark.descriptors.network.Precision;

/**
 * How a network runs.
 *
 * @param threads that one operation of the network uses. Results are bit-equal for the same number
 *     on the same machine. More threads than cores cost up to ten times the time
 * @param device {@code cpu}, {@code gpu}, {@code gpu:N}, or {@code auto}: the first GPU when
 *     PyTorch sees one
 * @param precision of the backbone; descriptors equal those of other programs, and those of other
 *     machines to rounding, in float32 only
 */
public record ExtractorOptions(int threads, String device, Precision precision) {

  public ExtractorOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** In float32. */
  public ExtractorOptions(int threads, String device) {
    this(threads, device, Precision.FLOAT32);
  }

  /**
   * Half the processors, for the others decode meanwhile and a network that shares its cores waits
   * for its slowest thread (see docs/performance.md); and a GPU where there is one.
   */
  public static ExtractorOptions defaults() {
    return new ExtractorOptions(
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2), "auto");
  }

  /** The CPU with a number of threads. */
  public static ExtractorOptions cpu(int threads) {
    return new ExtractorOptions(threads, "cpu");
  }
}
