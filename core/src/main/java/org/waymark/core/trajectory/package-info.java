/** Trajectories over time, and how far an estimated one is from the true one. */
@NullMarked
package org.waymark.core.trajectory;

import org.jspecify.annotations.NullMarked;
