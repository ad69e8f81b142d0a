package org.waymark.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the tests that run in a JVM of their own, with the options of docs/ros.md. */
public final class JavaProcess {

  private JavaProcess() {}

  /**
   * A command line up to the class path, which is the tests'; it can be added to.
   *
   * @param heap such as {@code -Xmx128m}
   */
  public static List<String> command(String heap) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path")));
  }

  /**
   * What Linux says of a process's memory, in MiB.
   *
   * @param field {@code VmRSS}, what is resident now, or {@code VmHWM}, the most that ever was
   */
  public static double mebibytes(Process process, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
