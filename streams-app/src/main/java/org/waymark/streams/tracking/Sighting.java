package org.waymark.streams.tracking;

import org.waymark.core.geometry.Pose;

/**
 * A place of the map that a frame looks like.
 *
 * @param place its number in the map
 * @param distance between the descriptors, 0 to 2
 * @param pose of the place's camera in the map frame
 */
public record Sighting(int place, float distance, Pose pose) {}
