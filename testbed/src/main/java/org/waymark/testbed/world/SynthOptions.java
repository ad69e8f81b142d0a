package org.waymark.testbed.world;

import org.waymark.core.geometry.Intrinsics;

/**
 * How a world is recorded.
 *
 * @param frames of each of the two drives; 10 make a second
 * @param lens pinhole camera, in pixels
 */
public record SynthOptions(int frames, Intrinsics lens) {

  /** 77 degrees across: a lens as robots have it indoors, wider than a Kinect's. */
  public static final Intrinsics DEFAULT_LENS = new Intrinsics(640, 480, 400, 400, 320, 240);

  public static final int DEFAULT_FRAMES = 150;

  public SynthOptions {
    if (frames < 1) {
      throw new IllegalArgumentException("a drive of %d frames".formatted(frames));
    }
  }

  public SynthOptions(int frames) {
    this(frames, DEFAULT_LENS);
  }

  public static SynthOptions standard() {
    return new SynthOptions(DEFAULT_FRAMES);
  }
}
