/** Label files in HDF5, as h5py reads and writes them. */
@NullMarked
package org.waymark.core.hdf5;

import org.jspecify.annotations.NullMarked;
