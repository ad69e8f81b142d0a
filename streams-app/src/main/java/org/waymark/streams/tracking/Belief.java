package org.waymark.streams.tracking;

import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;

/**
 * What is believed about one robot between two frames. Immutable; its bytes ({@link BeliefCodec})
 * are all that is kept of a robot.
 *
 * @param run that the last frame belonged to
 * @param stampNanos of the newest frame
 * @param outcome of that frame: LOCALIZED, UNCERTAIN or LOST; the next one's depends on it
 *     (hysteresis)
 * @param hypotheses the reported one first, then by weight
 * @param elsewhere the probability of none of them: anywhere else in the map, or outside it
 * @param odometry of the newest frame
 * @param seen where the groups of sightings lay of the newest frame that showed something of the
 *     map; empty before there was one
 */
public record Belief(
    String run,
    long stampNanos,
    Outcome outcome,
    List<Hypothesis> hypotheses,
    double elsewhere,
    Optional<UncertainPose> odometry,
    List<Seen> seen) {

  /**
   * The weighted mean of where a group of a frame's sightings lies, to tell whether the next frame
   * shows anything new.
   */
  record Seen(double x, double y, double z) {

    static Seen at(Vector3d position) {
      return new Seen(position.x, position.y, position.z);
    }

    Vector3d position() {
      return new Vector3d(x, y, z);
    }
  }

  public Belief {
    hypotheses = List.copyOf(hypotheses);
    seen = List.copyOf(seen);
  }

  /** Before a run's first frame: the robot may be anywhere. */
  static Belief unknown(String run, long stampNanos) {
    return new Belief(run, stampNanos, Outcome.LOST, List.of(), 1, Optional.empty(), List.of());
  }

  /** The mean of the hypothesis that is reported; empty when there is none. */
  public Optional<Pose> leading() {
    return hypotheses.stream().findFirst().map(h -> h.pose().mean());
  }
}
