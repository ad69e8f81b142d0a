package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import org.waymark.descriptors.checkpoint.Pickled.Storage;

/** Where a checkpoint keeps the numbers of its storages. */
interface StorageSource extends AutoCloseable {

  /**
   * All numbers of a whole storage, rounded to float32.
   *
   * @throws IOException when they are not all there, saying so
   */
  float[] read(Storage root) throws IOException;

  @Override
  void close() throws IOException;
}
