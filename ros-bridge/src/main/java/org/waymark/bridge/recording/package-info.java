/**
 * Recorded drives: ROS bags, MCAP and ROS 2's SQLite files behind one seam, {@link
 * org.waymark.bridge.recording.Recording}.
 */
@NullMarked
package org.waymark.bridge.recording;

import org.jspecify.annotations.NullMarked;
