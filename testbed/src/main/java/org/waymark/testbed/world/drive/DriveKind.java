package org.waymark.testbed.world.drive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.waymark.core.WaymarkException;
import org.waymark.testbed.world.plan.Path;
import org.waymark.testbed.world.plan.Plan;

/**
 * What happens on the drive that is localized, and what the drive before it mapped. All but the
 * tour have odometry.
 */
public enum DriveKind {
  /** Once around and back, each place in the direction in which it was mapped; no odometry. */
  TOUR,
  /**
   * To and fro on a stretch that was mapped in both directions: several times, at changing speed,
   * with stops and now and then in reverse gear.
   */
  PATROL,
  /** Picked up twice and set down somewhere else; the wheels notice nothing. */
  KIDNAP,
  /** Begins in one of several places that look alike, in a world that has such. */
  ALIASED,
  /** Goes back against the direction in which everything was mapped, then on. */
  REVERSE,
  /** Comes through a part of the building that was never mapped. */
  UNMAPPED;

  /** Names for people. */
  public static final List<String> NAMES =
      Arrays.stream(values()).map(DriveKind::toString).toList();

  /**
   * A kind by its name.
   *
   * @throws WaymarkException when there is none of that name
   */
  public static DriveKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "there is no drive named %s; there is: %s"
                        .formatted(name, String.join(", ", NAMES))));
  }

  /** Name of the world in which it makes sense. */
  public String world() {
    return this == ALIASED ? "twins" : "office";
  }

  /** Whether the robot has odometry. */
  public boolean hasOdometry() {
    return this != TOUR;
  }

  /**
   * The drive that maps what the other will see.
   *
   * @param frames of the other drive, and of the tour that maps for it
   * @param seed as of the other drive
   */
  public Drive mapping(Plan plan, Path path, int frames, long seed) {
    return this == TOUR
        ? Tour.mapping(path, frames)
        : Itinerary.of(this, plan, path, frames).mapping(seed);
  }

  /** The drive that is localized. */
  public Drive revisit(Plan plan, Path path, int frames, long seed) {
    return this == TOUR
        ? Tour.revisit(path, frames, seed)
        : Itinerary.of(this, plan, path, frames).revisit(new SplittableRandom(seed));
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
