package org.waymark.bridge.graph;

import java.util.Optional;
import org.waymark.bridge.message.MessageType;

/**
 * A robot's ROS graph, whichever ROS it is. Connections are made, lost and made again behind it: a
 * topic that nobody publishes yet, a publisher that dies and a master that restarts are no errors.
 *
 * <p>Safe for use by many threads.
 */
public interface RosGraph extends AutoCloseable {

  /**
   * Listens to a topic until the subscription or the graph is closed.
   *
   * @param topic resolved as {@link #resolve} says
   * @param listener called on one thread per subscription
   */
  <M> Subscription subscribe(
      String topic, MessageType<M> type, Qos qos, MessageListener<M> listener);

  /**
   * Offers a topic until the publication or the graph is closed.
   *
   * @param topic resolved as {@link #resolve} says
   */
  <M> Publication<M> advertise(String topic, MessageType<M> type, Qos qos);

  /**
   * ROS time in nanoseconds since the epoch: the simulation's where {@code /use_sim_time} is set, 0
   * before its first {@code /clock}.
   */
  long now();

  /** A parameter of ROS 1's parameter server as text; empty where there is none of the name. */
  Optional<String> parameter(String name);

  /**
   * The type that others publish on a topic, e.g. {@code sensor_msgs/Image}; empty while nobody
   * does, or where the graph cannot tell.
   */
  Optional<String> publishedType(String topic);

  /** The full name after remappings and namespace; {@code ~x} is private to this node. */
  String resolve(String name);

  @Override
  void close();
}
