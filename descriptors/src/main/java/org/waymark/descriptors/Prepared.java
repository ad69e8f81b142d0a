package org.waymark.descriptors;

import org.waymark.descriptors.image.RgbImage;

/**
 * A picture decoded and resized to a network's input, ready for {@link
 * DescriptorExtractor#forward}.
 *
 * @param pixels of the network's input size
 * @param decodeNanos spent decoding and resizing
 */
public record Prepared(RgbImage pixels, long decodeNanos) {}
