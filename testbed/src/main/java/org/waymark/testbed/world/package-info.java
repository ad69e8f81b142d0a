/**
 * A seeded building that a simulated robot drives through, and the data set that comes of it. World
 * frames are z up, metres; see {@link org.waymark.testbed.world.World} for the way in.
 */
@NullMarked
package org.waymark.testbed.world;

import org.jspecify.annotations.NullMarked;
