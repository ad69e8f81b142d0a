package org.waymark.testbed.world;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.waymark.core.WaymarkException;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.drive.DriveKind;
import org.waymark.testbed.world.plan.OfficePlan;
import org.waymark.testbed.world.plan.Path;
import org.waymark.testbed.world.plan.Plan;
import org.waymark.testbed.world.plan.TwinsPlan;
import org.waymark.testbed.world.render.Sensor;
import org.waymark.testbed.world.scene.Lighting;
import org.waymark.testbed.world.scene.Scene;
import org.waymark.testbed.world.scene.Textures;

/**
 * A building that depends on its name and seed alone, with a robot's tour through it. Units are
 * metres, the frame is z up with the floor at 0. Immutable but for what it keeps painted; safe for
 * use by many threads.
 */
public final class World {

  /** Names that {@link #named} knows. */
  public static final List<String> NAMES = List.of("office", "twins");

  private final String name;
  private final long seed;
  private final Plan plan;
  private final Path path;
  private final Textures textures = new Textures();
  private final Map<Session, Scene> scenes = new ConcurrentHashMap<>();

  private World(String name, long seed, Plan plan) {
    this.name = name;
    this.seed = seed;
    this.plan = plan;
    path = Path.through(plan.tour());
  }

  /** Corridors, rooms of many kinds, windows on the outer sides. */
  public static World office(long seed) {
    return new World("office", seed, OfficePlan.draw(seed));
  }

  /** A chain of wings with a corridor and a room each that differ in their door signs alone. */
  public static World twins(long seed) {
    return new World("twins", seed, TwinsPlan.draw(seed));
  }

  /**
   * A world by name.
   *
   * @throws WaymarkException when there is none of that name
   */
  public static World named(String name, long seed) {
    return switch (name) {
      case "office" -> office(seed);
      case "twins" -> twins(seed);
      default ->
          throw new WaymarkException(
              "there is no world named %s; there is: %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  public String name() {
    return name;
  }

  public long seed() {
    return seed;
  }

  public Plan plan() {
    return plan;
  }

  /** The tour, a closed curve on the floor. */
  public Path path() {
    return path;
  }

  /** The building as it looks on one of the drives. Takes a second the first time and is kept. */
  public Scene scene(Session session) {
    return scenes.computeIfAbsent(
        session, s -> Scene.build(plan, path, seed, lighting(s), textures));
  }

  /** The way of one of the two drives of the plain tour. */
  public Drive drive(Session session, int frames) {
    return drive(DriveKind.TOUR, session, frames, seed);
  }

  /**
   * The way of one of the drives, and what the robot's wheels say. Nothing is rendered, so that
   * many take no time.
   *
   * @param frames of the drive that is localized; that which maps for it has as many as it takes
   * @param driveSeed of where the robot goes and how its odometry drifts; the world's own unless
   *     there are several drives through one world
   */
  public Drive drive(DriveKind kind, Session session, int frames, long driveSeed) {
    return switch (session) {
      case MAPPING -> kind.mapping(plan, path, frames, driveSeed ^ 0x5eed);
      case REVISIT -> kind.revisit(plan, path, frames, driveSeed ^ 0x5eed);
    };
  }

  /** The camera as it was set on one of the drives. */
  public Sensor sensor(Session session) {
    return switch (session) {
      case MAPPING -> new Sensor(1.0, 1.0, 1.0, 0.12, 1.2);
      case REVISIT -> new Sensor(0.92, 1.05, 0.93, 0.16, 3.0);
    };
  }

  private Lighting lighting(Session session) {
    return switch (session) {
      case MAPPING -> Lighting.noon();
      case REVISIT -> Lighting.evening(seed);
    };
  }
}
