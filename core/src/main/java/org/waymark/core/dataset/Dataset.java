package org.waymark.core.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded pictures, in a fixed order. Opening one reads indexes only; pictures and depth are read
 * when asked for.
 */
public interface Dataset {

  /** How it was named. */
  DatasetSpec spec();

  /** Names of the sequences, in order of their first frames. */
  List<String> sequences();

  /** How many frames all sequences hold. At least one: a data set without frames does not open. */
  long size();

  /**
   * All frames, always in the same order: that of the index file where there is one, so that row i
   * of a label or descriptor matrix is frame i; else sequence after sequence, each in the order of
   * its recording.
   */
  Stream<DatasetFrame> frames();

  /**
   * The folder that index files name this data set's pictures relative to.
   *
   * @return the path of the spec, unless the kind knows better
   */
  default Path root() {
    return spec().path();
  }
}
