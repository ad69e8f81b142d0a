/**
 * The frames of a data set as columns of numbers: a million of them take some hundred bytes each,
 * and become {@link org.waymark.core.dataset.DatasetFrame}s one at a time.
 */
@NullMarked
package org.waymark.core.dataset.index;

import org.jspecify.annotations.NullMarked;
