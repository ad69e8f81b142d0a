/** A live robot: its cameras to Kafka, its poses back; {@code waymark bridge ros1|ros2}. */
@NullMarked
package org.waymark.bridge.live;

import org.jspecify.annotations.NullMarked;
