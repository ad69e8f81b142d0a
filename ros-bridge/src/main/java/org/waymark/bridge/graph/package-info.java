/**
 * What the bridge needs of a robot's ROS graph, whichever ROS it is; {@code ros1} and {@code ros2}
 * provide it.
 */
@NullMarked
package org.waymark.bridge.graph;

import org.jspecify.annotations.NullMarked;
