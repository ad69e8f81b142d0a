/** NumPy's array files, {@code .npy} and {@code .npz}: read whole or row by row, and written. */
@NullMarked
package org.waymark.core.npy;

import org.jspecify.annotations.NullMarked;
