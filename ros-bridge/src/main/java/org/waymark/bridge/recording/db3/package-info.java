/** ROS 2's SQLite files. */
@NullMarked
package org.waymark.bridge.recording.db3;

import org.jspecify.annotations.NullMarked;
