/**
 * Rigid transforms and cameras. Metres, radians, right-handed; optical frames are x right, y down,
 * z forward.
 */
@NullMarked
package org.waymark.core.geometry;

import org.jspecify.annotations.NullMarked;
