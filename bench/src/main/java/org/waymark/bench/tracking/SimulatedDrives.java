package org.waymark.bench.tracking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.streams.tracking.CalibrationDrive;
import org.waymark.streams.tracking.PlaceTable;
import org.waymark.streams.tracking.UncertainPose;
import org.waymark.testbed.world.Session;
import org.waymark.testbed.world.World;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.drive.DriveKind;
import org.waymark.testbed.world.render.Renderer;

/**
 * One world with its map and as many drives through it as there are seeds, rendered small: the
 * network makes them smaller still.
 */
final class SimulatedDrives {

  private static final Intrinsics LENS = new Intrinsics(320, 240, 200, 200, 160, 120);

  private static final long NANOS_PER_FRAME = Math.round(1e9 / Drive.RATE_HZ);

  private final DriveKind kind;
  private final World world;
  private final int frames;
  private final DescriptorCache cache;

  SimulatedDrives(DriveKind kind, long worldSeed, int frames, DescriptorCache cache) {
    this.kind = kind;
    this.world = World.named(kind.world(), worldSeed);
    this.frames = frames;
    this.cache = cache;
  }

  PlaceTable map() throws IOException {
    Drive drive = world.drive(kind, Session.MAPPING, frames, 0);
    return new PlaceTable(drive.poses(), described(drive, Session.MAPPING, 0));
  }

  /** Frames before which the robot was carried away. */
  List<Integer> kidnaps(long seed) {
    return world.drive(kind, Session.REVISIT, frames, seed).kidnaps();
  }

  /** One drive of a seed. */
  CalibrationDrive drive(long seed) throws IOException {
    Drive drive = world.drive(kind, Session.REVISIT, frames, seed);
    List<Odometry> odometry = drive.odometry();
    float[][] descriptors = described(drive, Session.REVISIT, seed);
    List<CalibrationDrive.Frame> result = new ArrayList<>();
    for (int i = 0; i < descriptors.length; i++) {
      result.add(
          new CalibrationDrive.Frame(
              i * NANOS_PER_FRAME,
              descriptors[i],
              drive.poses().get(i),
              odometry.isEmpty()
                  ? Optional.empty()
                  : Optional.of(cameraOdometry(odometry.get(i)))));
    }
    return new CalibrationDrive(result);
  }

  private static UncertainPose cameraOdometry(Odometry odometry) {
    return new UncertainPose(odometry.pose(), odometry.covariance()).then(Drive.BASE_TO_CAMERA);
  }

  private float[][] described(Drive drive, Session session, long seed) throws IOException {
    Renderer renderer = new Renderer(world.scene(session), LENS, world.sensor(session));
    List<DescriptorCache.Picture> pictures = new ArrayList<>();
    for (int i = 0; i < drive.poses().size(); i++) {
      Pose pose = drive.poses().get(i);
      long noise = seed * 1_000_003 + (session == Session.MAPPING ? 0 : 500_009L) + i;
      pictures.add(
          () ->
              new ImageData(
                  "rgb8",
                  LENS.width(),
                  LENS.height(),
                  3 * LENS.width(),
                  renderer.render(pose, noise).rgb()));
    }
    return cache.describe(
        "%s-%d-%d-%s-%d"
            .formatted(
                kind,
                world.seed(),
                frames,
                session.name().toLowerCase(java.util.Locale.ROOT),
                seed),
        pictures);
  }
}
