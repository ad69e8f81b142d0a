/**
 * The transform tree of a robot ({@code /tf} and {@code /tf_static}): where a frame is in another
 * one at a given time.
 */
@NullMarked
package org.waymark.bridge.tf;

import org.jspecify.annotations.NullMarked;
