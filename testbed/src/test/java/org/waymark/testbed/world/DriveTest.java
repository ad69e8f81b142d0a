package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.core.geometry.Pose;

class DriveTest {

  private static final int WHOLE_TOUR = 1600;

  @ParameterizedTest
  @EnumSource(Session.class)
  void movesAndTurnsLikeARobot(Session session) {
    List<Pose> poses = Office.WORLD.drive(session, WHOLE_TOUR).poses();

    assertThat(poses).hasSize(WHOLE_TOUR);
    double travelled = 0;
    for (int i = 1; i < poses.size(); i++) {
      double step = poses.get(i - 1).distanceTo(poses.get(i));
      travelled += step;
      assertThat(step).as("step to frame %d, metres", i).isBetween(0.02, 0.13);
      assertThat(Math.toDegrees(poses.get(i - 1).angleTo(poses.get(i))))
          .as("turn to frame %d, degrees", i)
          .isLessThan(8);
    }
    assertThat(travelled).isGreaterThan(Office.WORLD.path().length());
  }

  @ParameterizedTest
  @EnumSource(Session.class)
  void holdsTheCameraUpright(Session session) {
    for (Pose pose : Office.WORLD.drive(session, 300).poses()) {
      Vector3d down = pose.orientation().transform(new Vector3d(0, 1, 0));
      assertThat(down.z).isLessThan(-0.99);
      assertThat(pose.z()).isCloseTo(1.1, within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(Session.class)
  void neverRunsIntoAnything(Session session) {
    Obstacles obstacles = new Obstacles(Office.WORLD, session);
    for (Pose pose : Office.WORLD.drive(session, WHOLE_TOUR).poses()) {
      assertThat(obstacles.hit(pose)).as("at %s", pose).isEmpty();
    }
  }
}
