package org.waymark.testbed.world.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.Session;
import org.waymark.testbed.world.World;

class WheelOdometryTest {

  private static final World WORLD = World.office(1);
  private static final int FRAMES = 600;
  private static final int[] PLANAR = {0, 1, 5};

  /** x, y and yaw of the true pose less those of odometry, in the odom frame. */
  private static Vector3d error(Drive drive, int frame) {
    Pose first = drive.base(0);
    double yaw = WheelOdometry.yaw(first);
    double dx = drive.base(frame).x() - first.x();
    double dy = drive.base(frame).y() - first.y();
    Pose odom = drive.odometry().get(frame).pose();
    return new Vector3d(
        Math.cos(yaw) * dx + Math.sin(yaw) * dy - odom.x(),
        Math.cos(yaw) * dy - Math.sin(yaw) * dx - odom.y(),
        Math.IEEEremainder(
            WheelOdometry.yaw(drive.base(frame)) - yaw - WheelOdometry.yaw(odom), 2 * Math.PI));
  }

  /** Of x, y and yaw; symmetric, so that JOML's columns do not matter. */
  private static Matrix3d planar(Odometry odometry) {
    double[] m = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        m[3 * i + j] = odometry.covariance().get(PLANAR[i] * 6 + PLANAR[j]);
      }
    }
    return new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
  }

  @Test
  void errsAsMuchAsItsCovarianceSays() {
    int seeds = 150;
    for (int frame : new int[] {50, 200, FRAMES - 1}) {
      double nees = 0;
      double farthest = 0;
      for (long seed = 0; seed < seeds; seed++) {
        Drive drive = WORLD.drive(DriveKind.PATROL, Session.REVISIT, FRAMES, seed);
        Vector3d error = error(drive, frame);
        nees +=
            error.dot(
                planar(drive.odometry().get(frame)).invert().transform(error, new Vector3d()));
        farthest = Math.max(farthest, Math.hypot(error.x, error.y));
      }
      assertThat(nees / seeds / 3).as("NEES / 3 at frame %d", frame).isBetween(0.6, 1.3);
      assertThat(farthest).as("metres at frame %d", frame).isGreaterThan(frame * 0.0005);
    }
  }

  @Test
  void whatAStepAddsFollowsFromTwoFrames() {
    Drive drive = WORLD.drive(DriveKind.PATROL, Session.REVISIT, FRAMES, 2);
    int moved = 0;
    for (int i = 1; i < FRAMES; i++) {
      Odometry before = drive.odometry().get(i - 1);
      Odometry after = drive.odometry().get(i);
      double dx = after.pose().x() - before.pose().x();
      double dy = after.pose().y() - before.pose().y();
      double way =
          drive.base(i - 1).position().sub(drive.base(i).position()).setComponent(2, 0).length();
      // Columns.
      Matrix3d f = new Matrix3d(1, 0, 0, 0, 1, 0, -dy, dx, 1);
      Matrix3d kept = new Matrix3d(f).mul(planar(before)).mul(f.transpose(new Matrix3d()));
      Matrix3d q = planar(after).sub(kept);
      assertThat(q.m00() + q.m11())
          .as("frame %d", i)
          .isCloseTo(
              Drift.STANDARD.alongVariance(way) + Drift.STANDARD.acrossVariance(way), within(1e-9));
      assertThat(q.m22()).isGreaterThanOrEqualTo(0);
      assertThat(Math.abs(q.m02()) + Math.abs(q.m12())).isLessThan(1e-9);
      moved += way > 0.01 ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(FRAMES / 2);
  }

  @Test
  void heightAndTiltVaryAsItSays() {
    double heave = 0;
    double tilt = 0;
    int count = 0;
    for (long seed = 0; seed < 40; seed++) {
      Drive drive = WORLD.drive(DriveKind.REVERSE, Session.REVISIT, FRAMES, seed);
      for (int i = 0; i < FRAMES; i += 5) {
        Vector3d up = drive.base(i).orientation().transform(new Vector3d(0, 0, 1));
        heave += drive.base(i).z() * drive.base(i).z();
        tilt += (up.x * up.x + up.y * up.y) / 2;
        count++;
      }
    }
    List<Double> covariance =
        WORLD.drive(DriveKind.REVERSE, Session.REVISIT, 2, 0).odometry().get(1).covariance();
    assertThat(covariance.get(2 * 6 + 2) / (heave / count)).isBetween(0.8, 1.25);
    assertThat(covariance.get(3 * 6 + 3) / (tilt / count)).isBetween(0.8, 1.25);
    assertThat(covariance.get(4 * 6 + 4)).isEqualTo(covariance.get(3 * 6 + 3));
  }

  @Test
  void doesNotDriftWhileParked() {
    Pose here = new Pose(3, 4, 0, 0, 0, Math.sqrt(0.5), Math.sqrt(0.5));
    List<Odometry> odometry =
        new WheelOdometry(Drift.STANDARD, 1)
            .along(IntStream.range(0, 20).mapToObj(i -> here).toList(), List.of());

    assertThat(odometry).hasSize(20).allMatch(odometry.getFirst()::equals);
    assertThat(odometry.getFirst().pose()).isEqualTo(Pose.IDENTITY);
  }
}
