/** Matrices for other programs: NumPy's file format. */
@NullMarked
package org.waymark.descriptors.npy;

import org.jspecify.annotations.NullMarked;
