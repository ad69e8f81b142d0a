package org.waymark.core.metric;

import java.util.List;

/**
 * The errors of the poses that some frames were given.
 *
 * @param measured of the frames that have a pose and a true one
 * @param frames how many were asked about, those without a pose included
 */
public record PoseErrors(List<PoseError> measured, int frames) {

  public PoseErrors {
    measured = List.copyOf(measured);
    if (frames < measured.size()) {
      throw new IllegalArgumentException(
          "%d errors of %d frames".formatted(measured.size(), frames));
    }
  }

  public Percentiles metres() {
    return new Percentiles(measured.stream().mapToDouble(PoseError::metres).toArray());
  }

  public Percentiles degrees() {
    return new Percentiles(measured.stream().mapToDouble(PoseError::degrees).toArray());
  }

  /**
   * The share of all frames whose pose is good enough; one without a pose is not.
   *
   * @return NaN when there are no frames
   */
  public double share(PoseThreshold threshold) {
    return (double) measured.stream().filter(threshold::admits).count() / frames;
  }
}
