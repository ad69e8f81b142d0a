package org.waymark.testbed.world;

import java.util.List;
import java.util.Optional;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.scene.Scene;

/** What a robot of 0.2 m to each side could run into. */
final class Obstacles {

  private static final double RADIUS = 0.2;

  private final World world;
  private final List<Scene.Obstacle> solid;

  Obstacles(World world, Session session) {
    this.world = world;
    solid =
        world.scene(session).blocks().stream()
            .filter(o -> o.bottom() < 1.2 && o.top() > 0.05)
            .filter(o -> Math.min(o.x1() - o.x0(), o.y1() - o.y0()) > 0.05)
            .toList();
  }

  /** What the robot meets at a pose, in words. */
  Optional<String> hit(Pose pose) {
    double x = pose.x();
    double y = pose.y();
    if (world.plan().roomAt(x, y) < 0
        && world.plan().doorways().stream().noneMatch(d -> d.passage().contains(x, y))) {
      return Optional.of("it is neither in a room nor in a doorway");
    }
    return solid.stream()
        .filter(o -> x > o.x0() - RADIUS && x < o.x1() + RADIUS)
        .filter(o -> y > o.y0() - RADIUS && y < o.y1() + RADIUS)
        .map(o -> "it meets " + o)
        .findFirst();
  }
}
