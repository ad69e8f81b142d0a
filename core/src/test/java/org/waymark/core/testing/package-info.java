/** Helpers of tests, for this module and those above it. */
@NullMarked
package org.waymark.core.testing;

import org.jspecify.annotations.NullMarked;
