/**
 * A ROS 2 node over Cyclone DDS's C library, which is found at run time and called through {@code
 * java.lang.foreign}. Messages cross that border as CDR bytes; {@link
 * org.waymark.bridge.message.CdrReader} and {@link org.waymark.bridge.message.CdrWriter} know what
 * is in them.
 */
@NullMarked
package org.waymark.bridge.ros2;

import org.jspecify.annotations.NullMarked;
