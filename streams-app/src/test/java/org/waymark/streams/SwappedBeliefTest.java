package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Pose;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.Poses;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.fetch.Announcements;
import org.waymark.indexer.fetch.MapCache;
import org.waymark.indexer.fetch.MapFetcher;
import org.waymark.indexer.fetch.MapRoot;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.RetrievalModel;
import org.waymark.streams.tracking.TrackerSettings;

/** What is believed of a robot while the map under it changes. */
class SwappedBeliefTest {

  private static final Calibration CALIBRATION =
      new Calibration(
          new RetrievalModel(0.02, 0.02, 0.2, 0.1, 0.05, 1.5, 0.05, 8, 4),
          1,
          Calibration.Confidence.IDENTITY,
          true);

  @TempDir static Path directory;
  private static TestWorld world;

  /** 1 and 2 in the frame map, 1 m apart; 3, where 2 is, in another frame. */
  private static MapDirectory office;

  @BeforeAll
  static void build() throws IOException {
    world = TestWorld.create(directory.resolve("maps"), 2);
    office = new MapDirectory(directory.resolve("maps/office"));
    TestWorld.build(
        office, TestWorld.record(directory.resolve("second"), 2, 1), "map", world.extractor);
    TestWorld.build(
        office, TestWorld.record(directory.resolve("third"), 2, 1), "site", world.extractor);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void shouldKeepBeliefsInTheSameFrameAndForgetThemInAnother() throws Exception {
    try (FollowedMap map =
        new FollowedMap(
            "office",
            new FollowedMap.Model(world.extractor.model().id(), "small"),
            new MapFetcher(
                List.of(MapRoot.parse(directory.resolve("maps").toString())),
                new MapCache(directory.resolve("cache"), 1L << 30),
                1L << 30),
            version ->
                FrameLocalizers.tracking(
                    version, version.manifest().modelId(), CALIBRATION, TrackerSettings.DEFAULT))) {
      adopt(map, "1");
      Optional<byte[]> belief = localize(map, 0, Optional.empty()).belief();
      adopt(map, "2");
      // A parked robot: what it believed of its position outweighs one look at the same picture.
      assertThat(pose(map, belief)).isNotEqualTo(pose(map, Optional.empty()));
      assertThat(pose(map, belief).getY()).isLessThan(0.5);
      adopt(map, "3");
      assertThat(pose(map, belief)).isEqualTo(pose(map, Optional.empty()));
    }
  }

  private static void adopt(FollowedMap map, String version) {
    assertThat(
            map.adopt(Announcements.of(office.version(version), office.version(version).toUri())))
        .isTrue();
  }

  private static Pose pose(FollowedMap map, Optional<byte[]> belief) throws ImageRejectedException {
    return localize(map, 1, belief).outcome().getCameraPose();
  }

  private static FrameLocalizer.Answer localize(
      FollowedMap map, long sequence, Optional<byte[]> belief) throws ImageRejectedException {
    CameraFrame frame =
        TestWorld.frame("robot", "run", sequence, 3)
            .setStampNanos(sequence * 100_000_000)
            .setBaseToCamera(
                Poses.toRecord(new org.waymark.core.geometry.Pose(0, 0, 1, 0, 0, 0, 1)))
            .setOdometry(
                Poses.toRecord(
                    Odometry.ofPose(new org.waymark.core.geometry.Pose(0, 0, 0, 0, 0, 0, 1))))
            .build();
    DescribedFrame described =
        new DescribedFrame.Described(
            frame,
            world.extractor.describe(ImageData.compressed("jpeg", TestWorld.jpeg(3))),
            new DescribedFrame.Work(1, 0, 0));
    return map.localize(described, new FrameKey("waymark.frames", 0, sequence), 5, belief);
  }
}
