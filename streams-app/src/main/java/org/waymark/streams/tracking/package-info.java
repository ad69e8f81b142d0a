/**
 * What is believed of a robot's pose, over time: a mixture of Gaussians on SE(3), moved by odometry
 * and corrected by retrieved places. Pure: no Kafka, no Lucene, no clock, no randomness.
 */
@NullMarked
package org.waymark.streams.tracking;

import org.jspecify.annotations.NullMarked;
