package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.plan.Plan;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.render.Renderer;
import org.waymark.testbed.world.render.Rendering;

class TwinsTest {

  private static final World OTHER = World.twins(0);
  private static final Plan PLAN = Twins.WORLD.plan();

  /** Pictures of one place and its twin differ by less than a third of two metres of driving. */
  @ParameterizedTest
  @EnumSource(Session.class)
  void aTwinLooksAlikeAndAnotherPlaceDoesNot(Session session) {
    Renderer renderer =
        new Renderer(Twins.WORLD.scene(session), Office.SMALL_LENS, Office.NOISELESS);
    List<Double> alike = new ArrayList<>();
    List<Double> apart = new ArrayList<>();
    for (Map.Entry<Integer, Integer> twin : PLAN.twins().entrySet()) {
      Rect copy = PLAN.rooms().get(twin.getKey()).floor();
      Rect original = PLAN.rooms().get(twin.getValue()).floor();
      assertThat(copy.width()).isCloseTo(original.width(), within(1e-9));
      assertThat(copy.overlaps(original)).isFalse();
      double dx = copy.x0() - original.x0();
      double dy = copy.y0() - original.y0();
      double y = (original.y0() + original.y1()) / 2;
      double turn = PLAN.tour().get(0).x() < original.x0() ? 0 : Math.PI;
      for (double share = 0.1; share < 0.6; share += 0.1) {
        double x = original.x0() + original.width() * (turn == 0 ? share : 1 - share);
        Rendering here = renderer.render(Drive.looking(x, y, 1.1, turn, 0, 0), 0);
        alike.add(
            difference(here, renderer.render(Drive.looking(x + dx, y + dy, 1.1, turn, 0, 0), 0)));
        double further = x + (turn == 0 ? 2 : -2);
        apart.add(difference(here, renderer.render(Drive.looking(further, y, 1.1, turn, 0, 0), 0)));
      }
    }
    double mean = alike.stream().mapToDouble(d -> d).average().orElseThrow();
    double other = apart.stream().mapToDouble(d -> d).average().orElseThrow();
    assertThat(mean).as("grey levels between twins").isBetween(0.01, other / 3);
  }

  private static double difference(Rendering a, Rendering b) {
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum / (double) a.rgb().length;
  }

  @ParameterizedTest
  @EnumSource(Session.class)
  void nothingStandsInTheWayOfTheWholeTour(Session session) {
    for (World world : List.of(Twins.WORLD, OTHER)) {
      Obstacles obstacles = new Obstacles(world, session);
      List<Pose> poses = world.drive(session, 1000).poses();
      assertThat(world.path().length()).isLessThan(85);
      for (Pose pose : poses) {
        assertThat(obstacles.hit(pose)).as("seed %d at %s", world.seed(), pose).isEmpty();
      }
    }
  }
}
