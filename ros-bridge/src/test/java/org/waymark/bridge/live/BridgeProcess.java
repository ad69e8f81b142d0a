package org.waymark.bridge.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.waymark.bridge.BridgeMain;
import org.waymark.bridge.JavaProcess;
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
    List<String> command = JavaProcess.command(HEAP);
    command.addAll(List.of(BridgeMain.class.getName(), "ros1", "--config", config.toString()));
    return new BridgeProcess(ros.start(command.toArray(String[]::new)));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Resident memory now, and the most that ever was, in MiB. */
  double resident() throws IOException {
    return JavaProcess.mebibytes(process, "VmRSS");
  }

  double mostResident() throws IOException {
    return JavaProcess.mebibytes(process, "VmHWM");
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
