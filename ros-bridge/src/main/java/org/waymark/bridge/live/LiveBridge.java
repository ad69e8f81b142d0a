package org.waymark.bridge.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.Localization;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.live.in.CameraInput;
import org.waymark.bridge.live.in.FrameProducer;
import org.waymark.bridge.live.out.OutcomeFeed;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;

/**
 * Joins a ROS graph and Kafka for as long as it is open: frames of all robots to Kafka, their
 * outcomes back. Neither side has to be there when it starts, and either may go and come back.
 */
public final class LiveBridge implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveBridge.class);
  private static final int PATIENCE_SECONDS = 5;
  private static final String DIAGNOSTICS = "/diagnostics";
  private static final long SECOND_NANOS = 1_000_000_000;

  private final RosGraph graph;
  private final FrameProducer producer;
  private final OutcomeFeed feed;
  private final Map<String, RobotBridge> robots = new LinkedHashMap<>();
  private final ScheduledExecutorService clock = timer("waymark-clock");

  /**
   * Asks the master, which may take seconds to answer or not: the transforms do not wait for it.
   */
  private final ScheduledExecutorService watch = timer("waymark-look");

  private long lastNow;

  private LiveBridge(BridgeConfig config, RosGraph graph, UUID run) {
    this.graph = graph;
    this.producer = FrameProducer.start(config.kafka(), config.createTopics());
    Publication<DiagnosticArray> diagnostics =
        graph.advertise(DIAGNOSTICS, DiagnosticArray.TYPE, Qos.reliable(10));
    Map<String, Consumer<Localization>> takers = new LinkedHashMap<>();
    for (RobotConfig robot : config.robots()) {
      RobotBridge bridge = new RobotBridge(robot, graph, producer, run, diagnostics);
      robots.put(robot.name(), bridge);
      takers.put(robot.name(), bridge::accept);
    }
    this.feed = OutcomeFeed.start(config.kafka(), takers);
    for (RobotConfig robot : config.robots()) {
      RobotBridge bridge = bridge(robot.name());
      repeat(
          clock, bridge::publishTransform, (long) (SECOND_NANOS / robot.output().transformRate()));
    }
    repeat(watch, this::look, SECOND_NANOS);
  }

  /**
   * Begins to bridge.
   *
   * @param graph closed with the bridge, and when it cannot begin
   * @param run this start, in every frame
   */
  public static LiveBridge start(BridgeConfig config, RosGraph graph, UUID run) {
    try {
      return new LiveBridge(config, graph, run);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private static ScheduledExecutorService timer(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }

  private static void repeat(ScheduledExecutorService timer, Runnable task, long periodNanos) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                // An exception would end the repetition without a word.
                LOG.warn("Failed, and will be tried again", e);
              }
            },
            periodNanos,
            periodNanos,
            TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = graph.now();
    if (now < lastNow - SECOND_NANOS) {
      LOG.warn("The clock jumped back by {} s", (lastNow - now) / 1e9);
      robots.values().forEach(RobotBridge::reset);
    }
    lastNow = now;
    Optional<String> kafka = producer.problem().or(feed::problem);
    robots.values().forEach(robot -> robot.look(kafka));
  }

  private RobotBridge bridge(String robot) {
    RobotBridge bridge = robots.get(robot);
    if (bridge == null) {
      throw new IllegalArgumentException("no robot " + robot);
    }
    return bridge;
  }

  /** A robot's cameras, with their counters. */
  public List<CameraInput> cameras(String robot) {
    return bridge(robot).cameras();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    watch.shutdownNow();
    // What they look at must not go away under them.
    awaitEnd(clock);
    awaitEnd(watch);
    robots.values().forEach(RobotBridge::close);
    feed.close();
    producer.close();
    graph.close();
  }

  private static void awaitEnd(ExecutorService timer) {
    try {
      var _ = timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
