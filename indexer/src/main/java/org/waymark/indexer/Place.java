package org.waymark.indexer;

import org.waymark.core.geometry.Pose;

/**
 * A place of a map: where a picture was taken.
 *
 * @param index its number in the order in which the map's data sets list their frames, from 0
 * @param id its picture within its data set; in a map of several, with the data set's folder before
 *     it
 * @param session the sequence it was recorded in
 * @param stampNanos when
 * @param pose of the camera in the map frame
 */
public record Place(int index, String id, String session, long stampNanos, Pose pose) {}
