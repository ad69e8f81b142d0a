/**
 * The messages of ROS: records made from the definitions under {@code src/main/msg} by a build
 * step, and the two encodings in which they travel, that of ROS 1 and the CDR of ROS 2.
 */
@NullMarked
package org.waymark.bridge.message;

import org.jspecify.annotations.NullMarked;
