package org.waymark.indexer;

/**
 * A place on its way into a map.
 *
 * @param descriptor L2-normalized
 */
record DescribedPlace(Place place, float[] descriptor) {}
