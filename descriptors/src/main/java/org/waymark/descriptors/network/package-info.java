/**
 * Residual networks in torchvision's layout: their shape, their parameters, training and inference.
 */
@NullMarked
package org.waymark.descriptors.network;

import org.jspecify.annotations.NullMarked;
