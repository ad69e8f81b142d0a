/**
 * A ROS 1 node in Java, in the words of rosjava: a {@link
 * org.waymark.bridge.ros1.NodeConfiguration} makes a {@link org.waymark.bridge.ros1.ConnectedNode},
 * which makes publishers and subscribers. It outlives the master and its peers: whatever was lost
 * is connected again when it is back.
 */
@NullMarked
package org.waymark.bridge.ros1;

import org.jspecify.annotations.NullMarked;
