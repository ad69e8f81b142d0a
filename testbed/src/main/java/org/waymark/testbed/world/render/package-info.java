/** From a pose to a colour picture and a depth map. */
@NullMarked
package org.waymark.testbed.world.render;

import org.jspecify.annotations.NullMarked;
