package org.waymark.descriptors;

import java.io.IOException;
import org.waymark.core.image.ImageData;

/** Finds the picture of an item, e.g. {@code DatasetFrame::image}. Called by several threads. */
@FunctionalInterface
public interface ImageSource<T> {

  /**
   * The item's picture.
   *
   * @throws IOException when it cannot be read; the item is then rejected
   */
  ImageData imageOf(T item) throws IOException;
}
