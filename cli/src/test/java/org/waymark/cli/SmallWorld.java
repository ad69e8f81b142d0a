package org.waymark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;

/** A simulated recording of a few small pictures on disk. */
final class SmallWorld {

  static final int FRAMES = 5;

  private static final Intrinsics LENS = new Intrinsics(160, 120, 100, 100, 80, 60);

  private SmallWorld() {}

  static void write(Path directory) {
    SynthDataset.write(
        directory, World.office(0), new SynthOptions(FRAMES, LENS), ProgressReporter.silent());
  }

  /** A file of the train drive (1) or the test drive (2). */
  static Path file(Path directory, int drive, int frame, String kind) {
    return directory.resolve("seq-%02d/frame-%06d.%s".formatted(drive, frame, kind));
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
