/** Procedural pictures that cover the world: walls, floors, posters, screens. */
@NullMarked
package org.waymark.testbed.world.texture;

import org.jspecify.annotations.NullMarked;
