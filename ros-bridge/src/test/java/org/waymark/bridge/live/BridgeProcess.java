package org.waymark.bridge.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.waymark.bridge.BridgeMain;
import org.waymark.bridge.ros1.RosPeers;

/** {@code waymark-bridge ros1} as a process, with the JVM's options of docs/ros.md. */
final class BridgeProcess {

  private static final String HEAP = "-Xmx128m";

  private final Process process;

  private BridgeProcess(Process process) {
    this.process = process;
  }

  /** Starts one among the peers. */
  static BridgeProcess start(RosPeers ros, Path config) throws IOException {
    List<String> command = java(HEAP);
    command.addAll(List.of(BridgeMain.class.getName(), "ros1", "--config", config.toString()));
    return new BridgeProcess(ros.start(command.toArray(String[]::new)));
  }

  /** This JVM's program with the tests' class path. */
  static List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            heap,
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path")));
    return command;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * A figure of Linux about the process, in MiB.
   *
   * @param field {@code VmRSS}, what is resident now, or {@code VmHWM}, the most that ever was
   */
  double mebibytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
