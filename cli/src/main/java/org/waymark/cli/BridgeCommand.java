package org.waymark.cli;

import java.util.concurrent.Callable;
import org.waymark.bridge.live.BridgeOptions;
import org.waymark.bridge.live.Ros1Bridge;
import org.waymark.bridge.live.Ros2Bridge;
import org.waymark.bridge.live.Ros2Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code waymark bridge}. */
@Command(
    name = "bridge",
    description = "Joins a robot's ROS graph and Kafka: frames there, poses back.",
    subcommands = {BridgeCommand.Ros1.class, BridgeCommand.Ros2.class})
final class BridgeCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BridgeCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which ROS?");
  }

  /** {@code waymark bridge ros1}. */
  @Command(
      name = "ros1",
      description = {
        "Is a node of a ROS 1 graph. Neither its master nor Kafka has to be there when it starts.",
        "Topics, parameters and bridge.yaml: docs/ros.md."
      })
  static final class Ros1 extends WaymarkCommand implements Callable<Integer> {

    @Mixin private BridgeOptions options;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Ros1() {}

    @Override
    public Integer call() throws InterruptedException {
      Ros1Bridge.run(options);
      return 0;
    }
  }

  /** {@code waymark bridge ros2}. */
  @Command(
      name = "ros2",
      description = {
        "Is a node of a ROS 2 graph, by the C library of Cyclone DDS (Debian: libddsc0debian).",
        "Meets nodes of this computer alone unless ROS_AUTOMATIC_DISCOVERY_RANGE=SUBNET or",
        "ROS_STATIC_PEERS says otherwise. Topics, QoS and bridge.yaml: docs/ros.md."
      })
  static final class Ros2 extends WaymarkCommand implements Callable<Integer> {

    @Mixin private BridgeOptions options;

    @Mixin private Ros2Options ros;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Ros2() {}

    @Override
    public Integer call() throws InterruptedException {
      Ros2Bridge.run(options, ros);
      return 0;
    }
  }
}
