package org.waymark.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.waymark.core.progress.ProgressReporter;

/** A demo of a few frames: everything that Waymark is made of, once. */
final class WholeWayCheck {

  private static final int FRAMES = 4;

  private WholeWayCheck() {}

  static Finding run(ModelOptions model) {
    long begin = System.nanoTime();
    try (PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Demo demo =
            new Demo(
                new Demo.Settings(
                    Optional.empty(),
                    model.bundle(),
                    model.extractorOptions(),
                    0,
                    0,
                    FRAMES,
                    false,
                    0),
                new DemoPrinter(nowhere, false),
                ProgressReporter.silent())) {
      DemoReport report = demo.run();
      String found =
          "%d simulated frames through broker, network and map in %s s: %d outcomes"
              .formatted(
                  report.framesIn(),
                  Table.number((System.nanoTime() - begin) / 1e9, 1),
                  report.outcomes());
      return report.complete()
          ? Finding.good("whole way", found)
          : Finding.broken("whole way", found, "Run: waymark demo --verbose");
    } catch (RuntimeException e) {
      return Finding.broken(
          "whole way", String.valueOf(e.getMessage()), "Run: waymark demo --verbose");
    }
  }
}
