/** Writes what a data set knows of its frames in the forms of others. */
@NullMarked
package org.waymark.core.dataset.convert;

import org.jspecify.annotations.NullMarked;
