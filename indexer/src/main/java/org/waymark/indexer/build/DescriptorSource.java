package org.waymark.indexer.build;

import java.io.IOException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.progress.ProgressReporter;

/** Where a build has the descriptors of its frames from. */
public interface DescriptorSource extends AutoCloseable {

  /**
   * The descriptors of a data set; what of them an earlier, ended build has is not made again.
   *
   * @return to be read until this is closed
   * @throws org.waymark.core.WaymarkException when a frame cannot be described and broken ones are
   *     not left out, or none can
   */
  Spool.Described describe(Dataset dataset, ProgressReporter reporter) throws IOException;

  /** The map is there: what was kept for a build that would go on is not needed. */
  void finished() throws IOException;

  @Override
  void close() throws IOException;
}
