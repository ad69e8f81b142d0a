/** One class for each layout of data sets that we read. */
@NullMarked
package org.waymark.core.dataset.kind;

import org.jspecify.annotations.NullMarked;
