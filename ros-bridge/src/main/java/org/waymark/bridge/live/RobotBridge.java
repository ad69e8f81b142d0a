package org.waymark.bridge.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.waymark.avro.Localization;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.live.in.CameraInput;
import org.waymark.bridge.live.in.FrameProducer;
import org.waymark.bridge.live.in.RecentPictures;
import org.waymark.bridge.live.in.RobotSenses;
import org.waymark.bridge.live.out.Diagnostics;
import org.waymark.bridge.live.out.RobotOutput;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.tf.TransformFeed;
import org.waymark.bridge.tf.TransformTree;

/** One robot's topics, in and out. */
final class RobotBridge implements AutoCloseable {

  private static final Qos STATE = Qos.reliable(50);

  private final RosGraph graph;
  private final RobotSenses senses;
  private final RobotOutput output;
  private final List<CameraInput> inputs = new ArrayList<>();
  private final List<CameraTopic> topics = new ArrayList<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Publication<DiagnosticArray> diagnostics;

  RobotBridge(
      RobotConfig config,
      RosGraph graph,
      FrameProducer producer,
      UUID run,
      Publication<DiagnosticArray> diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    TransformTree tree = new TransformTree(TransformTree.DEFAULT_HISTORY);
    TransformFeed feed = new TransformFeed(tree);
    RecentPictures recent = new RecentPictures();
    this.senses = new RobotSenses(config.frames(), tree);
    this.output = new RobotOutput(config, graph, senses, recent);
    RobotConfig.Topics names = config.topics();
    subscriptions.add(
        graph.subscribe(
            names.staticTransforms(),
            TFMessage.TYPE,
            Qos.latched(100),
            (message, _) -> {
              output.onStaticTransforms(message);
              feed.addStatic(message);
            }));
    subscriptions.add(
        graph.subscribe(
            names.transforms(),
            TFMessage.TYPE,
            Qos.reliable(100),
            (message, _) -> {
              output.onTransforms(message);
              feed.addMoving(message);
            }));
    subscriptions.add(
        graph.subscribe(
            names.initialPose(), PoseWithCovarianceStamped.TYPE, STATE, senses::onInitialPose));
    names
        .odometry()
        .ifPresent(
            topic ->
                subscriptions.add(
                    graph.subscribe(
                        topic, Odometry.TYPE, Qos.sensor(), (m, _) -> senses.onOdometry(m))));
    for (CameraConfig camera : config.cameras()) {
      CameraInput input = CameraInput.start(config.name(), run, camera, senses, producer, recent);
      inputs.add(input);
      subscriptions.add(
          graph.subscribe(
              camera.infoTopic(), CameraInfo.TYPE, Qos.sensor(), (m, _) -> input.onInfo(m)));
      topics.add(new CameraTopic(graph, input));
    }
  }

  void accept(Localization outcome) {
    output.accept(outcome);
  }

  void publishTransform() {
    output.publishTransform();
  }

  /** What is done once a second. */
  void look(Optional<String> kafkaProblem) {
    topics.forEach(CameraTopic::update);
    output.updateInterest();
    output.forgetStale();
    diagnostics.publish(
        Diagnostics.of(
            output,
            inputs,
            topics.stream().map(CameraTopic::publishers).toList(),
            topics.stream().map(CameraTopic::problem).toList(),
            kafkaProblem,
            senses.problem().or(this::unheard),
            graph.now()));
  }

  /** The first topic beside the cameras' that somebody publishes in vain. */
  private Optional<String> unheard() {
    return subscriptions.stream().flatMap(each -> each.problem().stream()).findFirst();
  }

  /** After a jump back of the clock. */
  void reset() {
    senses.forgetMoving();
    output.reset();
  }

  List<CameraInput> cameras() {
    return List.copyOf(inputs);
  }

  @Override
  public void close() {
    topics.forEach(CameraTopic::close);
    subscriptions.forEach(Subscription::close);
    inputs.forEach(CameraInput::close);
  }
}
