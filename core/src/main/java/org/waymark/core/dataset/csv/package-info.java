/** Our own form of data set: one CSV file with a line for each picture, see docs/datasets.md. */
@NullMarked
package org.waymark.core.dataset.csv;

import org.jspecify.annotations.NullMarked;
