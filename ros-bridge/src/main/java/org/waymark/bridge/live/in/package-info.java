/** From a robot's topics to {@code waymark.frames}: what is sent, what is left out and counted. */
@NullMarked
package org.waymark.bridge.live.in;

import org.jspecify.annotations.NullMarked;
