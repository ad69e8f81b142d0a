package org.waymark.testbed.world;

import java.util.ArrayList;
import java.util.List;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.render.Renderer;
import org.waymark.testbed.world.render.Sensor;
import org.waymark.testbed.world.scene.Scene;

/** One office for all tests, for building it takes a second, and a camera with few pixels. */
final class Office {

  static final Intrinsics SMALL_LENS = new Intrinsics(160, 120, 100, 100, 80, 60);
  static final World WORLD = World.office(1);
  static final Scene MAPPED = WORLD.scene(Session.MAPPING);
  static final Scene REVISITED = WORLD.scene(Session.REVISIT);

  /** Shows the light as it is. */
  static final Sensor NOISELESS = new Sensor(1, 1, 1, 0, 0);

  private Office() {}

  static Scene scene(Session session) {
    return session == Session.MAPPING ? MAPPED : REVISITED;
  }

  static Renderer renderer(Scene scene) {
    return new Renderer(scene, SMALL_LENS, NOISELESS);
  }

  static List<DepthMap> depths(Session session, List<Pose> poses) {
    Renderer renderer = renderer(scene(session));
    List<DepthMap> depths = new ArrayList<>();
    for (Pose pose : poses) {
      depths.add(renderer.render(pose, 0).depth());
    }
    return depths;
  }
}
