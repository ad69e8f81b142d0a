/** ROS 1 bags, format 2.0. */
@NullMarked
package org.waymark.bridge.recording.bag;

import org.jspecify.annotations.NullMarked;
