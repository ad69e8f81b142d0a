package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.rosgraph_msgs.Clock;
import org.waymark.bridge.message.rosgraph_msgs.Log;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcServer;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A node of a ROS 1 graph. It starts whether or not the master is there, and registers whenever the
 * master comes. Safe for use by many threads.
 *
 * <pre>{@code
 * try (ConnectedNode node = ConnectedNode.start(configuration)) {
 *   Subscriber<Image> camera = node.newSubscriber("camera/image_raw", Image.TYPE, 2);
 *   camera.addMessageListener((image, receivedNanos) -> ...);
 *   node.awaitShutdown();
 * }
 * }</pre>
 */
public final class ConnectedNode implements AutoCloseable {

  private static final int ROSOUT_QUEUE = 100;
  private static final String MASTER = "/master";

  private final NodeConfiguration configuration;
  private final NodeContext context;
  private final NameResolver names;
  private final NodeTopics topics = new NodeTopics();
  private final CompletableFuture<String> shutdown = new CompletableFuture<>();
  private final TcpRosServer tcpRos;
  private final XmlRpcServer slave;
  private final String uri;
  private final MasterClient master;
  private final MasterWatch watch;

  private ConnectedNode(NodeConfiguration configuration, ListenAddress address) throws IOException {
    this.configuration = configuration;
    this.context = NodeContext.of(configuration.nodeName());
    this.names =
        new NameResolver(
            configuration.namespace(), configuration.nodeName(), configuration.remappings());
    this.tcpRos = new TcpRosServer(address, topics::publisher);
    this.slave =
        new XmlRpcServer(
            address.anyPort(),
            new SlaveApi(configuration.master(), topics, tcpRos, this::askedToEnd));
    this.uri = "http://%s:%d/".formatted(address.advertised(), slave.port());
    this.master = new MasterClient(configuration.master(), configuration.nodeName(), uri);
    this.watch = new MasterWatch(master, uri, context.log(), this::replaced);
  }

  /**
   * Starts a node.
   *
   * @throws WaymarkException when it cannot listen where the configuration says
   */
  public static ConnectedNode start(NodeConfiguration configuration) {
    ListenAddress address = ListenAddress.of(configuration.host());
    ConnectedNode node;
    try {
      node = new ConnectedNode(configuration, address);
    } catch (IOException e) {
      throw new WaymarkException(
          ("node %s cannot listen on %s: %s; ROS_IP (or __ip:=) must be an address of this"
                  + " machine")
              .formatted(
                  configuration.nodeName(), address.bind().getHostAddress(), FileFailure.reason(e)),
          e);
    }
    node.begin();
    return node;
  }

  private void begin() {
    warnIfOutOfReach();
    watch.also(() -> topics.subscribers().forEach(Subscriber::watch));
    watch.add(new SimulatedTime(context.clock(), this::listenToClock));
    watch.add(new PrivateParameters(configuration.nodeName(), configuration.parameters()));
    context.log().attach(newPublisher("/rosout", Log.TYPE, ROSOUT_QUEUE, true));
    watch.start();
  }

  private void listenToClock() {
    newSubscriber(
        "/clock", Clock.TYPE, 1, (message, received) -> context.clock().tell(message.clock()));
  }

  private void warnIfOutOfReach() {
    try {
      String host = configuration.master().getHost();
      if (configuration.host().isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
        context
            .log()
            .warn(
                ("the master is at %s, but only this machine reaches this node: set ROS_IP (or"
                        + " __ip:=) to an address of this machine that the robot reaches")
                    .formatted(host));
      }
    } catch (IOException e) {
      // The watch says what is wrong with the master's address.
    }
  }

  private void askedToEnd(String caller, String reason) {
    shutdown.complete(
        caller.equals(MASTER)
            ? ("the master ends node %s: %s; two nodes of one name cannot live together, name one by"
                    + " __name:=")
                .formatted(configuration.nodeName(), reason)
            : "node %s was asked to end by %s: %s"
                .formatted(configuration.nodeName(), caller, reason));
  }

  private void replaced(String other) {
    shutdown.complete(
        "another node at %s has the name %s now; name one of the two by __name:="
            .formatted(other, configuration.nodeName()));
  }

  /** The node's full name. */
  public String name() {
    return configuration.nodeName();
  }

  /** Where other nodes and tools call this one. */
  public String uri() {
    return uri;
  }

  /** What people should know, also on {@code /rosout}. */
  public RosLog log() {
    return context.log();
  }

  /** ROS time, nanoseconds since the epoch; 0 where simulated time has not begun. */
  public long now() {
    return context.clock().now();
  }

  /**
   * A name after remappings and namespace.
   *
   * @throws WaymarkException when it is no name of ROS
   */
  public String resolve(String name) {
    return names.resolve(name);
  }

  /**
   * Listens to a topic. Several subscribers may listen to one.
   *
   * @param queueSize how many messages wait for slow listeners
   */
  public <M> Subscriber<M> newSubscriber(String topic, MessageType<M> type, int queueSize) {
    return started(new Subscriber<>(context, resolve(topic), type, queueSize, this::removed));
  }

  /** As the other, with a listener from the first message on: a latched one comes but once. */
  public <M> Subscriber<M> newSubscriber(
      String topic, MessageType<M> type, int queueSize, MessageListener<M> listener) {
    Subscriber<M> subscriber =
        new Subscriber<>(context, resolve(topic), type, queueSize, this::removed);
    subscriber.addMessageListener(listener);
    return started(subscriber);
  }

  private <M> Subscriber<M> started(Subscriber<M> subscriber) {
    topics.add(subscriber);
    subscriber.start();
    watch.add(subscriber);
    return subscriber;
  }

  private void removed(Subscriber<?> subscriber) {
    topics.remove(subscriber);
    if (topics.subscribers(subscriber.topic()).isEmpty()) {
      watch.remove(subscriber);
    } else {
      watch.forget(subscriber);
    }
  }

  /**
   * Offers a topic. Who asks for one that this node offers already shares it.
   *
   * @param queueSize how many messages wait for each slow subscriber
   * @param latched whether those who come later get the last message
   * @throws WaymarkException when this node offers the topic as something else
   */
  public synchronized <M> Publisher<M> newPublisher(
      String topic, MessageType<M> type, int queueSize, boolean latched) {
    String full = resolve(topic);
    Optional<Publisher<?>> present = topics.publisher(full);
    if (present.isPresent()) {
      return shared(present.get(), type, latched);
    }
    Publisher<M> publisher =
        new Publisher<>(context, full, type, queueSize, latched, this::removed);
    topics.add(publisher);
    watch.add(publisher);
    return publisher;
  }

  @SuppressWarnings("unchecked") // equal types have equal records
  private static <M> Publisher<M> shared(
      Publisher<?> present, MessageType<M> type, boolean latched) {
    if (!present.type().equals(type) || present.isLatched() != latched) {
      throw new WaymarkException(
          "topic %s is published as %s%s already: give one of the two another name"
              .formatted(
                  present.topic(), present.isLatched() ? "latched " : "", present.type().name()));
    }
    present.hold();
    return (Publisher<M>) present;
  }

  private void removed(Publisher<?> publisher) {
    topics.remove(publisher);
    watch.remove(publisher);
  }

  /**
   * A parameter by name: {@code Boolean}, {@code Integer}, {@code Double}, {@code String}, a list
   * or a map of such; empty when there is none.
   *
   * @throws WaymarkException when the master does not answer
   */
  public Optional<Object> parameter(String name) {
    String full = resolve(name);
    return ask("parameter " + full, () -> master.parameter(full));
  }

  /**
   * The type of a topic that somebody publishes; empty when nobody does.
   *
   * @throws WaymarkException when the master does not answer
   */
  public Optional<String> publishedType(String topic) {
    String full = resolve(topic);
    return ask("the type of " + full, () -> master.publishedType(full));
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  private static <T> T ask(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (IOException e) {
      throw new WaymarkException(
          "the ROS master does not tell %s: %s".formatted(what, FileFailure.reason(e)), e);
    }
  }

  /**
   * Calls a listener when the node is asked to end, by {@code rosnode kill} or by the master
   * because of another node of its name; the listener gets the reason and closes the node.
   */
  public void onShutdown(Consumer<String> listener) {
    var _ =
        shutdown.thenAcceptAsync(
            listener, task -> Thread.ofPlatform().name("ros-shutdown").start(task));
  }

  /** Waits until the node is asked to end; returns the reason. */
  public String awaitShutdown() {
    return shutdown.join();
  }

  /** Leaves the graph. */
  @Override
  public void close() {
    shutdown.complete("node %s was closed".formatted(configuration.nodeName()));
    watch.close();
    topics.subscribers().forEach(Subscriber::close);
    topics.publishers().forEach(Publisher::stop);
    tcpRos.close();
    slave.close();
  }
}
