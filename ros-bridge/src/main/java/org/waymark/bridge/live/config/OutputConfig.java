package org.waymark.bridge.live.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a robot is told.
 *
 * @param namespace of the topics, {@code ~} is the node's own
 * @param maxAge how old the last good pose may be, by its picture's stamp, before everything that
 *     rests on it stops
 * @param transform whether {@code map -> odom} is published
 * @param transformRate how often a second
 * @param transformTolerance how far into the future it is dated, so that others need not wait
 * @param uncertainTransform whether UNCERTAIN poses move it too
 * @param positionSigma metres, and {@code rotationSigma} radians: the standard deviations of poses
 *     whose covariance nobody estimated
 * @param placePictures a folder with the map's pictures, for the match topic
 */
public record OutputConfig(
    String namespace,
    Duration maxAge,
    boolean transform,
    double transformRate,
    Duration transformTolerance,
    boolean uncertainTransform,
    double positionSigma,
    double rotationSigma,
    Optional<Path> placePictures) {

  /** Where the topics of the only robot of a node are. */
  public static final String PRIVATE = "~";

  /** What is done where nothing is said. */
  public static OutputConfig usual(String namespace) {
    return new OutputConfig(
        namespace,
        Duration.ofSeconds(3),
        true,
        20,
        Duration.ofMillis(100),
        false,
        1,
        0.35,
        Optional.empty());
  }

  /** The full name of an output topic. */
  public String topic(String name) {
    return namespace.equals(PRIVATE) ? PRIVATE + name : namespace + "/" + name;
  }
}
