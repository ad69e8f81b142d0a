package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.drive.DriveKind;

class DriveKindTest {

  private static final int FRAMES = 600;
  private static final int SEEDS = 20;

  /** Further apart than this two poses do not show the same, in metres. */
  private static final double NEAR = 0.7;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "TOUR")
  void staysInTheRoomsAndMovesLikeARobot(DriveKind kind) {
    World world = kind == DriveKind.ALIASED ? Twins.WORLD : Office.WORLD;
    for (Session session : Session.values()) {
      Obstacles obstacles = new Obstacles(world, session);
      for (long seed = 0; seed < SEEDS / 4; seed++) {
        Drive drive = world.drive(kind, session, FRAMES, seed);
        List<Pose> poses = drive.poses();
        assertThat(session == Session.MAPPING || poses.size() == FRAMES).isTrue();
        assertThat(drive.odometry()).hasSameSizeAs(poses);
        for (int i = 0; i < poses.size(); i++) {
          String where = "seed %d, frame %d, %s".formatted(seed, i, poses.get(i));
          assertThat(obstacles.hit(poses.get(i))).as(where).isEmpty();
          assertThat(poses.get(i).z()).as(where).isBetween(1.05, 1.15);
          boolean carried = drive.kidnaps().contains(i);
          // Where mapping was suspended, the next frame is far away as well.
          if (i > 0 && !carried && !(kind == DriveKind.UNMAPPED && session == Session.MAPPING)) {
            assertThat(poses.get(i - 1).distanceTo(poses.get(i))).as(where).isLessThan(0.14);
            assertThat(Math.toDegrees(poses.get(i - 1).angleTo(poses.get(i))))
                .as(where)
                .isLessThan(9);
          }
        }
      }
    }
  }

  @Test
  void kidnappingJumpsAndTheWheelsDoNotNotice() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Drive drive = revisit(DriveKind.KIDNAP, seed);
      Drive map = mapping(DriveKind.KIDNAP, seed);
      assertThat(drive.kidnaps()).hasSize(2);
      for (int i : drive.kidnaps()) {
        assertThat(drive.poses().get(i - 1).distanceTo(drive.poses().get(i)))
            .as("seed %d, frame %d", seed, i)
            .isGreaterThan(4);
        assertThat(drive.odometry().get(i)).isEqualTo(drive.odometry().get(i - 1));
      }
      assertThat(seen(drive, map)).as("seed %d", seed).doesNotContain(false);
    }
  }

  @Test
  void patrolIsMappedInBothDirectionsAndStopsAndBacksUp() {
    int parked = 0;
    int backwards = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Drive drive = revisit(DriveKind.PATROL, seed);
      List<Boolean> seen = seen(drive, mapping(DriveKind.PATROL, seed));
      // Turning on the spot in the middle of the way shows what nobody has mapped.
      assertThat(share(seen)).as("seed %d", seed).isGreaterThan(0.8);
      int still = 0;
      for (int i = 1; i < FRAMES; i++) {
        Pose step = drive.base(i - 1).inverse().compose(drive.base(i));
        still = step.distanceTo(Pose.IDENTITY) < 1e-9 ? still + 1 : 0;
        parked += still == 25 ? 1 : 0;
        backwards += step.x() < -0.01 ? 1 : 0;
      }
    }
    assertThat(parked).as("stops of 2.5 s and more").isGreaterThan(2 * SEEDS);
    assertThat(backwards).as("frames in reverse gear").isGreaterThan(10 * SEEDS);
  }

  @Test
  void reverseLooksTheOtherWayForAWhile() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Drive drive = revisit(DriveKind.REVERSE, seed);
      List<Boolean> seen = seen(drive, mapping(DriveKind.REVERSE, seed));
      assertThat(share(seen)).as("seed %d", seed).isBetween(0.4, 0.8);
      assertThat(seen.getFirst()).isTrue();
      assertThat(seen.getLast()).isTrue();
    }
  }

  @Test
  void unmappedLeavesTheMapAndComesBack() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Boolean> seen =
          seen(revisit(DriveKind.UNMAPPED, seed), mapping(DriveKind.UNMAPPED, seed));
      assertThat(share(seen)).as("seed %d", seed).isBetween(0.5, 0.8);
      assertThat(seen.getFirst()).isTrue();
      assertThat(seen.getLast()).isTrue();
    }
  }

  @Test
  void aliasedBeginsInEitherOfTheTwins() {
    List<Integer> rooms = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Drive drive = Twins.WORLD.drive(DriveKind.ALIASED, Session.REVISIT, FRAMES, seed);
      Drive map = Twins.WORLD.drive(DriveKind.ALIASED, Session.MAPPING, FRAMES, seed);
      Pose first = drive.poses().getFirst();
      rooms.add(Twins.WORLD.plan().roomAt(first.x(), first.y()));
      assertThat(seen(drive, map)).as("seed %d", seed).doesNotContain(false);
    }
    assertThat(rooms)
        .allMatch(Twins.WORLD.plan()::hasTwin)
        .satisfies(all -> assertThat(all.stream().distinct()).hasSize(2));
  }

  @Test
  void oneSeedGivesOneDriveAndOneOdometry() {
    Drive drive = revisit(DriveKind.PATROL, 4);

    assertThat(revisit(DriveKind.PATROL, 4)).isEqualTo(drive);
    assertThat(revisit(DriveKind.PATROL, 5).poses()).isNotEqualTo(drive.poses());
    assertThat(revisit(DriveKind.PATROL, 5).odometry()).isNotEqualTo(drive.odometry());
  }

  @Test
  void theBaseIsOnTheFloorUnderTheCamera() {
    Drive drive = mapping(DriveKind.REVERSE, 1);

    Pose base = drive.base(70);
    Pose camera = drive.poses().get(70);
    assertThat(base.z()).isCloseTo(0, within(1e-9));
    assertThat(Math.hypot(base.x() - camera.x(), base.y() - camera.y())).isLessThan(1e-9);
    Vector3d front = base.orientation().transform(new Vector3d(1, 0, 0));
    Vector3d view = camera.orientation().transform(new Vector3d(0, 0, 1));
    assertThat(Math.toDegrees(front.angle(view))).isCloseTo(3, within(1e-6));
  }

  @Test
  void namesTheDrivesThatThereAre() {
    assertThat(DriveKind.named("patrol")).isEqualTo(DriveKind.PATROL);
    assertThatThrownBy(() -> DriveKind.named("flight"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("flight")
        .hasMessageContaining("kidnap");
  }

  private static Drive revisit(DriveKind kind, long seed) {
    return Office.WORLD.drive(kind, Session.REVISIT, FRAMES, seed);
  }

  private static Drive mapping(DriveKind kind, long seed) {
    return Office.WORLD.drive(kind, Session.MAPPING, FRAMES, seed);
  }

  /** For each frame whether the map has one near it that looks the same way, within 30 degrees. */
  private static List<Boolean> seen(Drive drive, Drive map) {
    return drive.poses().stream()
        .map(
            pose ->
                map.poses().stream()
                    .anyMatch(
                        other ->
                            other.distanceTo(pose) < NEAR
                                && Math.toDegrees(other.angleTo(pose)) < 30))
        .toList();
  }

  private static double share(List<Boolean> seen) {
    return IntStream.range(0, seen.size()).filter(seen::get).count() / (double) seen.size();
  }
}
