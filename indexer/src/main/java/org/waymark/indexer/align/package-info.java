/** Fitting one map's frame to another's, or to surveyed points. */
@NullMarked
package org.waymark.indexer.align;

import org.jspecify.annotations.NullMarked;
