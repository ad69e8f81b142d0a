package org.waymark.bridge.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.BridgeMain;
import org.waymark.bridge.JavaProcess;
import org.waymark.bridge.ros1.RosPeers;

/**
 * {@code waymark-bridge ros1} as a process, with the JVM's options of docs/ros.md. With {@code
 * -Dwaymark.bridge=FOLDER} it is the distribution there, with its launcher and class path.
 */
final class BridgeProcess {

  private static final String HEAP = "-Xmx128m";

  private static final @Nullable String DISTRIBUTION = System.getProperty("waymark.bridge");

  private final Process process;

  private BridgeProcess(Process process) {
    this.process = process;
  }

  /** Starts one among the peers. */
  static BridgeProcess start(RosPeers ros, Path config) throws IOException {
    List<String> command;
    if (DISTRIBUTION == null) {
      command = JavaProcess.command(HEAP);
      command.add(BridgeMain.class.getName());
    } else {
      command = new ArrayList<>(List.of("sh", DISTRIBUTION + "/waymark-bridge"));
    }
    command.addAll(List.of("ros1", "--config", config.toString()));
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
