package org.waymark.core.dataset;

import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded sequences, in a fixed order. Opening one looks at names only; pictures, poses and depth
 * are read when asked for.
 */
public interface Dataset {

  /** How it was named. */
  DatasetSpec spec();

  /** Names of the sequences, in order. */
  List<String> sequences();

  /** How many frames all sequences hold. At least one: a data set without frames does not open. */
  long size();

  /** All frames, sequence after sequence, each in the order of its recording. */
  Stream<DatasetFrame> frames();
}
