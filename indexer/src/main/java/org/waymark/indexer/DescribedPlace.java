package org.waymark.indexer;

import java.util.Optional;

/**
 * A place on its way into a map, or read from one.
 *
 * @param descriptor L2-normalized
 * @param thumbnail a small JPEG for people
 */
record DescribedPlace(Place place, float[] descriptor, Optional<byte[]> thumbnail) {

  DescribedPlace(Place place, float[] descriptor) {
    this(place, descriptor, Optional.<byte[]>empty());
  }
}
