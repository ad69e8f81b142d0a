package org.waymark.indexer;

/** How a descriptor's numbers are held while a map is searched. */
public enum Quantization {
  /** As they are. */
  FLOAT32,
  /** One byte a number; the best are compared again by their float32, which stay on disk. */
  INT8,
  /** One bit a number; the best are compared again by their float32, which stay on disk. */
  BIT
}
