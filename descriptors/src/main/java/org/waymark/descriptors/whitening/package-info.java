/** Whitening of descriptors by principal components: fitted, taken from a checkpoint, applied. */
@NullMarked
package org.waymark.descriptors.whitening;

import org.jspecify.annotations.NullMarked;
