package org.waymark.streams.tracking;

import java.util.List;
import java.util.Optional;

/**
 * What one frame says of where its camera is.
 *
 * @param run of the bridge or replay that sent it
 * @param stampNanos when the camera took it
 * @param sightings places that it looks like, nearest descriptor first; may be empty
 * @param odometry pose of the camera in the odom frame, where the robot has odometry and the
 *     camera's mounting is known
 * @param prior pose of the camera in the map frame as somebody says it
 */
public record Observation(
    String run,
    long stampNanos,
    List<Sighting> sightings,
    Optional<UncertainPose> odometry,
    Optional<UncertainPose> prior) {

  /** How many places a frame is compared with. */
  public static final int SIGHTINGS = 50;

  public Observation {
    sightings = List.copyOf(sightings);
    for (int i = 1; i < sightings.size(); i++) {
      if (sightings.get(i).distance() < sightings.get(i - 1).distance()) {
        throw new IllegalArgumentException("sightings are not ordered by distance at " + i);
      }
    }
  }
}
