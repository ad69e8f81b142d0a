/** The building as textured, lit rectangles, ready to be rendered. */
@NullMarked
package org.waymark.testbed.world.scene;

import org.jspecify.annotations.NullMarked;
