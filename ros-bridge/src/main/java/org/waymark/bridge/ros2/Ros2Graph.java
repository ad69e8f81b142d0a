package org.waymark.bridge.ros2;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosClock;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.rosgraph_msgs.Clock;
import org.waymark.core.WaymarkException;

/** A ROS 2 node as the bridge sees it. */
public final class Ros2Graph implements RosGraph {

  private static final Logger LOG = LoggerFactory.getLogger(Ros2Graph.class);
  private static final Qos CLOCK = new Qos(false, false, 1);

  private final Ros2NodeConfiguration configuration;
  private final NameResolver names;
  private final RosClock clock = new RosClock();
  private final DdsDomain domain;
  private final Ros2Participant participant;
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("ros2-watch").daemon().unstarted(task));
  private final Set<String> told = new HashSet<>();
  private boolean closed;

  private Ros2Graph(Ros2NodeConfiguration configuration, Cyclone cyclone) {
    this.configuration = configuration;
    this.names =
        new NameResolver(
            configuration.namespace(), configuration.nodeName(), configuration.remappings());
    boolean simulated = configuration.simulatedTime();
    this.domain = DdsDomain.open(cyclone, configuration.domain(), configuration.reach());
    try {
      this.participant = Ros2Participant.join(cyclone, domain);
    } catch (RuntimeException e) {
      domain.close();
      throw e;
    }
    clock.setSimulated(simulated);
    if (simulated) {
      var _ = subscribe("/clock", Clock.TYPE, CLOCK, (message, _) -> clock.tell(message.clock()));
    }
    var _ = watch.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Joins a ROS 2 graph.
   *
   * @param environment may name the library, as {@link Cyclone} says
   * @throws WaymarkException when the library is not installed, or the domain cannot be joined
   */
  public static Ros2Graph start(
      Ros2NodeConfiguration configuration, Map<String, String> environment) {
    Ros2Graph graph = new Ros2Graph(configuration, Cyclone.load(environment));
    LOG.info(
        "{}: domain {}, reaching {}",
        configuration.nodeName(),
        configuration.domain(),
        configuration.reach().words());
    return graph;
  }

  @Override
  public <M> Subscription subscribe(
      String topic, MessageType<M> type, Qos qos, MessageListener<M> listener) {
    Ros2Subscription<M> subscription =
        new Ros2Subscription<>(participant, resolve(topic), type, qos, listener, clock::now);
    endpoints.add(subscription);
    subscription.start();
    return new Subscription() {
      @Override
      public int publishers() {
        return subscription.publishers();
      }

      @Override
      public Optional<String> problem() {
        return subscription.problem();
      }

      @Override
      public void close() {
        endpoints.remove(subscription);
        subscription.close();
      }
    };
  }

  @Override
  public <M> Publication<M> advertise(String topic, MessageType<M> type, Qos qos) {
    Ros2Publication<M> publication = new Ros2Publication<>(participant, resolve(topic), type, qos);
    endpoints.add(publication);
    return new Publication<>() {
      @Override
      public void publish(M message) {
        publication.publish(message);
      }

      @Override
      public int subscribers() {
        return publication.subscribers();
      }

      @Override
      public void close() {
        endpoints.remove(publication);
        publication.close();
      }
    };
  }

  /** Says once what keeps others from us, and again when it comes back. */
  private void look() {
    try {
      Set<String> now =
          endpoints.stream()
              .flatMap(endpoint -> endpoint.problem().stream())
              .collect(Collectors.toSet());
      told.retainAll(now);
      now.stream().filter(told::add).forEach(problem -> LOG.warn("{}", problem));
    } catch (RuntimeException e) {
      // An exception would end the repetition without a word.
      LOG.warn("Failed, and will be tried again", e);
    }
  }

  @Override
  public long now() {
    return clock.now();
  }

  /** A parameter of this node's command line: ROS 2 has no parameter server. */
  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(configuration.parameters().get(name));
  }

  @Override
  public Optional<String> publishedType(String topic) {
    return participant.discovery().writers(Ros2Names.ddsTopic(resolve(topic))).stream()
        .flatMap(writer -> Ros2Names.rosType(writer.type()).stream())
        .findFirst();
  }

  @Override
  public String resolve(String name) {
    return names.resolve(name);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    watch.shutdownNow();
    try {
      var _ = watch.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endpoints.forEach(Endpoint::close);
    participant.delete(participant.entity());
    domain.close();
  }
}
