/** Named arrays of numbers and the safetensors files that hold them. Pure Java. */
@NullMarked
package org.waymark.descriptors.weights;

import org.jspecify.annotations.NullMarked;
