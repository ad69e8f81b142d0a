package org.waymark.testbed.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.text.OdometryTrack;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.testbed.world.drive.Drift;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.drive.DriveKind;
import org.waymark.testbed.world.render.Renderer;
import org.waymark.testbed.world.render.Rendering;
import org.waymark.testbed.world.render.Sensor;
import org.waymark.testbed.world.scene.Scene;

/**
 * Writes the two drives through a world as a data set in the layout of 7Scenes: {@code seq-01} to
 * build a map from, {@code seq-02} to localize. {@code world.json} is written last and says that
 * the data set is complete.
 *
 * <pre>{@code
 * World world = World.named("office", 1);
 * if (!SynthDataset.isComplete(directory, world, options)) {
 *   SynthDataset.write(directory, world, options, progress);
 * }
 * }</pre>
 */
public final class SynthDataset {

  /** Changes whenever the same world and options would give other bytes. */
  public static final int VERSION = 1;

  private static final String MOUNTING = "camera-mounting.txt";
  private static final String MARKER = "world.json";

  private SynthDataset() {}

  /**
   * Renders both drives on all cores.
   *
   * @throws WaymarkException when the directory holds something else, cannot be written to, or the
   *     disk is full
   */
  public static void write(Path out, World world, SynthOptions options, ProgressReporter progress) {
    begin(out, options);
    for (Session session : Session.values()) {
      writeSplit(out, world, session, options, progress);
    }
    finish(out, world, options);
  }

  /**
   * Takes a directory and writes what both splits share. Whoever wants the mapping drive before the
   * other is rendered calls this, {@link #writeSplit} for each session and {@link #finish}.
   */
  public static void begin(Path out, SynthOptions options) {
    DatasetDirectory directory = DatasetDirectory.claim(out);
    directory.remove(MARKER);
    for (Session session : Session.values()) {
      directory.write(session.splitFile(), session.splitLine() + "\n");
    }
    directory.write("camera-intrinsics.txt", matrix(options.lens()));
    if (options.drive().hasOdometry()) {
      directory.write(MOUNTING, matrix(Drive.BASE_TO_CAMERA));
    } else {
      directory.remove(MOUNTING);
    }
  }

  /** Renders one drive; the other may be read or written meanwhile. */
  public static void writeSplit(
      Path out, World world, Session session, SynthOptions options, ProgressReporter progress) {
    DatasetDirectory directory = DatasetDirectory.claim(out);
    directory.emptyDirectory(session.directory());
    Drive drive = drive(world, session, options);
    int frames = drive.poses().size();
    writeOdometry(directory, session, drive);
    try (Progress bar = progress.start("rendering " + session.directory(), frames)) {
      Scene scene = world.scene(session);
      Sensor sensor = world.sensor(session);
      int threads = Math.min(frames, Runtime.getRuntime().availableProcessors());
      AtomicInteger next = new AtomicInteger();
      try (ExecutorService pool =
          Executors.newFixedThreadPool(
              threads, Thread.ofPlatform().daemon().name("render-", 0).factory())) {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          workers.add(
              pool.submit(
                  () -> {
                    Renderer renderer = new Renderer(scene, options.lens(), sensor);
                    frames(directory, session, world.seed(), drive, renderer, next, bar);
                  }));
        }
        await(workers, next, frames);
      }
    }
  }

  private static Drive drive(World world, Session session, SynthOptions options) {
    return world.drive(options.drive(), session, options.frames(), world.seed());
  }

  private static void writeOdometry(DatasetDirectory directory, Session session, Drive drive) {
    String name = session.directory() + "/odometry.txt";
    if (drive.odometry().isEmpty()) {
      directory.remove(name);
      return;
    }
    StringBuilder text =
        new StringBuilder("# seconds x y z qx qy qz qw of base_link in odom, covariance\n");
    for (int i = 0; i < drive.odometry().size(); i++) {
      text.append(OdometryTrack.line(Math.round(i * 1e9 / Drive.RATE_HZ), drive.odometry().get(i)));
    }
    directory.write(name, text.toString());
  }

  private static void frames(
      DatasetDirectory directory,
      Session session,
      long seed,
      Drive drive,
      Renderer renderer,
      AtomicInteger next,
      Progress bar) {
    try (ColourJpeg jpeg = new ColourJpeg();
        DepthPng png = new DepthPng()) {
      for (int i = next.getAndIncrement(); i < drive.poses().size(); i = next.getAndIncrement()) {
        Pose pose = drive.poses().get(i);
        Rendering seen = renderer.render(pose, seed * 1_000_003 + session.hashSeed() + i);
        String name = String.format(Locale.ROOT, "%s/frame-%06d", session.directory(), i);
        int width = seen.depth().width();
        int height = seen.depth().height();
        directory.write(name + ".color.jpg", jpeg.encode(width, height, seen.rgb()));
        directory.write(name + ".depth.png", png.encode(seen.depth()));
        directory.write(name + ".pose.txt", matrix(pose));
        bar.advance(1);
      }
    }
  }

  private static void await(List<Future<?>> workers, AtomicInteger next, int frames) {
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        next.set(frames);
        if (e.getCause() instanceof WaymarkException mendable) {
          throw mendable;
        }
        throw new IllegalStateException("rendering failed", e.getCause());
      } catch (InterruptedException e) {
        next.set(frames);
        Thread.currentThread().interrupt();
        throw new WaymarkException("rendering was interrupted", e);
      }
    }
  }

  /** Marks the data set as complete. */
  public static void finish(Path out, World world, SynthOptions options) {
    DatasetDirectory.claim(out).write(MARKER, marker(world, options));
  }

  /** Whether a directory holds exactly what {@link #write} would make. */
  public static boolean isComplete(Path out, World world, SynthOptions options) {
    return DatasetDirectory.read(out, MARKER).equals(marker(world, options));
  }

  private static String marker(World world, SynthOptions options) {
    Intrinsics lens = options.lens();
    return String.format(
        Locale.ROOT,
        """
        {
          "generator": "waymark dataset synth",
          "version": %d,
          "world": "%s",
          "seed": %d,
          "frames": %d,
          "hz": %s,
          "camera": {"width": %d, "height": %d, "fx": %s, "fy": %s, "cx": %s, "cy": %s}%s
        }
        """,
        VERSION,
        world.name(),
        world.seed(),
        options.frames(),
        Drive.RATE_HZ,
        lens.width(),
        lens.height(),
        lens.fx(),
        lens.fy(),
        lens.cx(),
        lens.cy(),
        incidents(world, options));
  }

  /** What the plain tour does not have. */
  private static String incidents(World world, SynthOptions options) {
    if (options.drive() == DriveKind.TOUR) {
      return "";
    }
    Drift drift = Drift.STANDARD;
    return String.format(
        Locale.ROOT,
        """
        ,
          "drive": "%s",
          "map_frames": %d,
          "kidnapped_at_frames": %s,
          "drift": {"along": %s, "across": %s, "yaw_per_metre": %s, "yaw_per_turn": %s, "scale": %s, "bend": %s, "memory": %s}\
        """,
        options.drive(),
        drive(world, Session.MAPPING, options).poses().size(),
        drive(world, Session.REVISIT, options).kidnaps(),
        drift.along(),
        drift.across(),
        drift.yawPerMetre(),
        drift.yawPerTurn(),
        drift.scale(),
        drift.bend(),
        drift.memory());
  }

  private static String matrix(Intrinsics k) {
    return rows(new double[] {k.fx(), 0, k.cx(), 0, k.fy(), k.cy(), 0, 0, 1}, 3);
  }

  private static String matrix(Pose pose) {
    return rows(pose.toMatrix(), 4);
  }

  private static String rows(double[] values, int columns) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(String.format(Locale.ROOT, "%.12e", values[i]))
          .append(i % columns == columns - 1 ? '\n' : ' ');
    }
    return text.toString();
  }
}
