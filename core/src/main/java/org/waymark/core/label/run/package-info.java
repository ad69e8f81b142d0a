/** Labelling a data set from beginning to end: choose a method, compute, write the file. */
@NullMarked
package org.waymark.core.label.run;

import org.jspecify.annotations.NullMarked;
