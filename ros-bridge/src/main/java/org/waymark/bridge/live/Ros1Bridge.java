package org.waymark.bridge.live;

import java.util.concurrent.CountDownLatch;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.ros1.ConnectedNode;
import org.waymark.bridge.ros1.NodeConfiguration;
import org.waymark.bridge.ros1.Ros1Graph;

/** {@code bridge ros1}: a node of its own in a ROS 1 graph. */
public final class Ros1Bridge {

  private Ros1Bridge() {}

  /** Bridges until the process, or the node by ROS's means, is told to end. */
  public static void run(BridgeOptions options) throws InterruptedException {
    BridgeConfig config = options.config();
    ConnectedNode node =
        ConnectedNode.start(
            NodeConfiguration.of(config.node(), options.rosArguments(), System.getenv()));
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofPlatform()
        .name("waymark-node")
        .daemon()
        .start(
            () -> {
              String reason = node.awaitShutdown();
              if (ended.getCount() > 0) {
                System.err.println("The node ends: " + reason);
              }
              ended.countDown();
            });
    RunningBridge.run(config, new Ros1Graph(node), ended);
  }
}
