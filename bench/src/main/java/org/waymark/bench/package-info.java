/** Comparisons in one run: how far from the limit we are. Ratios, for machines differ. */
@NullMarked
package org.waymark.bench;

import org.jspecify.annotations.NullMarked;
