package org.waymark.indexer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.trajectory.Similarity;
import org.waymark.indexer.AlignedVersion;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.TestMaps;

/** A survey's map, and a robot's of the same walk: half of its places are not in the survey's. */
class MapAlignmentTest {

  private static final AlignmentOptions OPTIONS = new AlignmentOptions(false, 1, 30, 10, 0.25, 0);

  private static final Similarity ROBOT_TO_SITE =
      new Similarity(1, Pose.of(new Vector3d(50, -20, 3), new Quaterniond().rotateZ(1.2)));

  private static final List<float[]> WALK = TestMaps.randomUnits(1, 80, 32);
  private static final List<float[]> ELSEWHERE = TestMaps.randomUnits(2, 80, 32);

  @TempDir Path directory;
  private MapDirectory site;
  private MapDirectory robot;

  private static Pose walk(int i) {
    return Pose.of(
        new Vector3d(0.5 * i, 4 * Math.sin(0.2 * i), 0.1 * (i % 3)),
        new Quaterniond().rotateZ(0.05 * i).rotateX(0.02 * i));
  }

  @BeforeEach
  void build() throws IOException {
    site = new MapDirectory(directory.resolve("site"));
    robot = new MapDirectory(directory.resolve("robot"));
    TestMaps.writePoses(
        site, WALK, IntStream.range(0, 80).mapToObj(i -> ROBOT_TO_SITE.apply(walk(i))).toList());
    TestMaps.writePoses(
        robot,
        IntStream.range(0, 80).mapToObj(i -> (i % 2 == 0 ? WALK : ELSEWHERE).get(i)).toList(),
        IntStream.range(0, 80).mapToObj(MapAlignmentTest::walk).toList());
  }

  @Test
  void shouldWriteTheRobotsMapInTheSitesFrame() {
    MapManifest written;
    try (PlaceMap from = PlaceMap.open(robot.current());
        PlaceMap to = PlaceMap.open(site.current())) {
      MapAlignment alignment = MapAlignment.toMap(from, to, OPTIONS, ProgressReporter.silent());
      assertThat(alignment.fit().inliers()).hasSizeBetween(40, 45);
      assertThat(alignment.pairs()).isEqualTo(80);
      written =
          AlignedVersion.write(
              robot,
              from,
              alignment.recorded(),
              alignment.frameId(),
              alignment.geo(),
              ProgressReporter.silent());
    }
    assertThat(written.version()).isEqualTo("2");
    assertThat(written.frameId()).isEqualTo("map");
    MapManifest.Alignment recorded = Objects.requireNonNull(written.alignment());
    assertThat(recorded.target()).isEqualTo("map site/1");
    assertThat(recorded.rmsMetres()).isLessThan(0.5);
    try (PlaceMap moved = PlaceMap.open(robot.current())) {
      moved.forEach(
          described -> {
            Pose expected = ROBOT_TO_SITE.apply(walk(described.place().index()));
            assertThat(described.place().pose().distanceTo(expected)).isLessThan(0.3);
            assertThat(described.place().pose().angleTo(expected)).isLessThan(0.05);
          });
      assertThat(moved.search(WALK.get(4), 1).getFirst().distance()).isZero();
    }
  }

  @Test
  void shouldRecordTwoAlignmentsAsOne() {
    Pose first = Pose.of(new Vector3d(1, 2, 3), new Quaterniond().rotateZ(0.5));
    Pose second = Pose.of(new Vector3d(-4, 0, 1), new Quaterniond().rotateX(0.3));
    for (Pose rigid : List.of(first, second)) {
      try (PlaceMap from = PlaceMap.open(robot.current())) {
        AlignedVersion.write(
            robot,
            from,
            new MapManifest.Alignment("somewhere", 2, rigid, 3, 3, 0, 0),
            "site",
            from.manifest().geo(),
            ProgressReporter.silent());
      }
    }
    MapManifest last = MapManifest.read(robot.current());
    MapManifest.Alignment recorded = Objects.requireNonNull(last.alignment());
    Similarity both = new Similarity(recorded.scale(), recorded.rigid());
    Pose there = new Similarity(2, second).apply(new Similarity(2, first).apply(walk(7)));
    assertThat(both.scale()).isEqualTo(4);
    assertThat(both.apply(walk(7)).distanceTo(there)).isCloseTo(0, within(1e-9));
    assertThat(last.frameId()).isEqualTo("site");
  }

  @Test
  void shouldFitSurveyedPointsByPlaceAndByCoordinates() throws IOException {
    StringBuilder byPlace = new StringBuilder("place,x,y,z\n");
    StringBuilder byPoint = new StringBuilder("x,y,z,map_x,map_y,map_z\n");
    for (int i = 0; i < 80; i += 10) {
      Pose there = ROBOT_TO_SITE.apply(walk(i));
      // One of eight is wrong.
      double x = there.x() + (i == 30 ? 7 : 0);
      byPlace.append("p%d,%s,%s,%s%n".formatted(i, x, there.y(), there.z()));
      byPoint.append(
          "%s,%s,%s,%s,%s,%s%n"
              .formatted(x, there.y(), there.z(), walk(i).x(), walk(i).y(), walk(i).z()));
    }
    AlignmentOptions options = new AlignmentOptions(true, 0.5, 30, 3, 0.25, 0);
    try (PlaceMap map = PlaceMap.open(robot.current())) {
      for (CharSequence text : List.of(byPlace, byPoint)) {
        Path file = Files.writeString(directory.resolve("points.csv"), text);
        MapAlignment alignment = MapAlignment.toPoints(map, file, "site", options);
        assertThat(alignment.fit().inliers()).containsExactly(0, 1, 2, 4, 5, 6, 7);
        assertThat(alignment.fit().transform().scale()).isCloseTo(1, within(1e-9));
        assertThat(alignment.fit().inlierMetres().at(100)).isLessThan(1e-6);
        assertThat(alignment.frameId()).isEqualTo("site");
      }
    }
  }

  @Test
  void shouldNameWhatIsWrongWithAFileOfPoints() throws IOException {
    refuse("place,x,y\n", "no column 'z'");
    refuse("x,y,z\n1,2,3\n", "no column 'map_x'");
    refuse("place,x,y,z\np1,1,2,many\n", ":2", "'many'");
    refuse("place,x,y,z\np1,1,2,NaN\n", ":2", "'NaN'");
    refuse("place,x,y,z\nq1,1,2,3\n", "'q1'", "robot/1");
    refuse("place,x,y,z\np1,1,2,3\np2,2,2,3\n", "of 2 pairs", "3 must");
    refuse("", "empty");
  }

  private void refuse(String text, String... parts) throws IOException {
    Path file = Files.writeString(directory.resolve("points.csv"), text);
    try (PlaceMap map = PlaceMap.open(robot.current())) {
      var thrown =
          assertThatThrownBy(
                  () ->
                      MapAlignment.toPoints(
                          map, file, "map", new AlignmentOptions(false, 0.5, 30, 3, 0, 0)))
              .isInstanceOf(WaymarkException.class);
      for (String part : parts) {
        thrown.hasMessageContaining(part);
      }
    }
  }

  @Test
  void shouldRefuseMapsOfDifferentModels() throws IOException {
    MapDirectory other = new MapDirectory(directory.resolve("other"));
    TestMaps.writeOfModel(other, "ffff", WALK);
    try (PlaceMap from = PlaceMap.open(robot.current());
        PlaceMap to = PlaceMap.open(other.current())) {
      assertThatThrownBy(() -> MapAlignment.toMap(from, to, OPTIONS, ProgressReporter.silent()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("ffff");
    }
  }
}
