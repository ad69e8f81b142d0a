/** Where rooms, doors and windows are, and the way that the robot takes through them. */
@NullMarked
package org.waymark.testbed.world.plan;

import org.jspecify.annotations.NullMarked;
