package org.waymark.core.label.run;

import java.util.Locale;

/** How psi is found. */
public enum LabelMethod {
  /** Overlap of sectors on the ground, from position and compass heading. */
  FOV,
  /** Overlap of sectors on the ground, from poses projected to it. */
  POSE_FOV,
  /** Overlap of the seen surfaces, from poses with depth maps or a point cloud. */
  SURFACE;

  /** As it is written on a command line, e.g. {@code pose-fov}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
