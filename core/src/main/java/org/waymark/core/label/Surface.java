package org.waymark.core.label;

/**
 * The surface that one picture sees, comparable with others of its kind.
 *
 * @param <S> the kind
 */
public interface Surface<S extends Surface<S>> {

  /** Intersection over union of what both see: symmetric, 0 to 1. */
  double overlap(S other);

  /** Where it is, to tell quickly that two do not meet. */
  Outline outline();

  /** What it takes in memory. */
  long bytes();
}
