package org.waymark.bridge.live;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.core.StopSignal;

/** A bridge as a process of its own, until it is told to end. */
public final class RunningBridge {

  private RunningBridge() {}

  /**
   * Bridges until the process is told to end or {@code ended} is counted down.
   *
   * @param graph closed at the end
   * @param ended by the graph, when another node takes its place
   */
  public static void run(BridgeConfig config, RosGraph graph, CountDownLatch ended)
      throws InterruptedException {
    UUID run = UUID.randomUUID();
    try (StopSignal _ = StopSignal.asks(ended::countDown, "the bridge did not close in time");
        LiveBridge _ = LiveBridge.start(config, graph, run)) {
      for (RobotConfig robot : config.robots()) {
        System.err.printf(
            "Bridging %s of %s to %s, run %s. Stop with Ctrl-C.%n",
            String.join(", ", robot.cameras().stream().map(CameraConfig::topic).toList()),
            robot.name(),
            config.kafka(),
            run);
      }
      ended.await();
    }
  }
}
