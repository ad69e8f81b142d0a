package org.waymark.bridge.live;

import java.util.concurrent.CountDownLatch;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.ros2.Ros2Graph;
import org.waymark.bridge.ros2.Ros2NodeConfiguration;

/** {@code bridge ros2}: a node of its own in a ROS 2 graph. */
public final class Ros2Bridge {

  private Ros2Bridge() {}

  /** Bridges until the process is told to end. */
  public static void run(BridgeOptions options, Ros2Options ros) throws InterruptedException {
    BridgeConfig config = options.config();
    Ros2NodeConfiguration node = ros.node(config.node(), options.rosArguments(), System.getenv());
    RunningBridge.run(config, Ros2Graph.start(node, System.getenv()), new CountDownLatch(1));
  }
}
