/** Bytes to pixels to network input, equal to Pillow bit for bit. */
@NullMarked
package org.waymark.descriptors.image;

import org.jspecify.annotations.NullMarked;
