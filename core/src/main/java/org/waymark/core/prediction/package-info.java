/** Files in which a method hands its answers to an evaluation: ranked places, or poses. */
@NullMarked
package org.waymark.core.prediction;

import org.jspecify.annotations.NullMarked;
