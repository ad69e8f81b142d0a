package org.waymark.indexer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.waymark.core.WaymarkException;

/** Where the files of one version can be read, all of them under an allowed root. */
interface MapLocation {

  /**
   * Opens one of its files.
   *
   * @param name as {@code map.json} or {@code lucene/_0.cfe}
   * @param maxBytes more than this is refused, as soon as it is known
   * @throws WaymarkException when it is not under the root, or too large
   */
  InputStream open(String name, long maxBytes) throws IOException;

  /**
   * Opens a file that a version may have or not.
   *
   * @return empty when there is none
   * @throws WaymarkException as {@link #open}
   */
  Optional<InputStream> find(String name, long maxBytes) throws IOException;
}
