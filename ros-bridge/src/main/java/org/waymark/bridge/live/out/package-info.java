/** From {@code waymark.localizations} to a robot's topics, and nothing that is stale. */
@NullMarked
package org.waymark.bridge.live.out;

import org.jspecify.annotations.NullMarked;
