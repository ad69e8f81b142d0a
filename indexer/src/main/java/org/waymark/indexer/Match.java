package org.waymark.indexer;

/**
 * A place found by its descriptor.
 *
 * @param distance Euclidean, between L2-normalized descriptors: 0 to 2
 */
public record Match(Place place, float distance) {}
