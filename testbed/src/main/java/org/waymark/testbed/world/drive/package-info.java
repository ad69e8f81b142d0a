/** How a simulated robot drives through a world, and what its wheels tell of it. */
@NullMarked
package org.waymark.testbed.world.drive;

import org.jspecify.annotations.NullMarked;
