package org.waymark.testbed.world;

import org.waymark.core.geometry.Intrinsics;
import org.waymark.testbed.world.drive.DriveKind;

/**
 * How a world is recorded.
 *
 * @param frames of the drive that is localized, and of the tour that maps for it; 10 make a second
 * @param lens pinhole camera, in pixels
 * @param drive what happens on the way
 */
public record SynthOptions(int frames, Intrinsics lens, DriveKind drive) {

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

  public SynthOptions(int frames, Intrinsics lens) {
    this(frames, lens, DriveKind.TOUR);
  }

  public static SynthOptions standard() {
    return new SynthOptions(DEFAULT_FRAMES);
  }
}
