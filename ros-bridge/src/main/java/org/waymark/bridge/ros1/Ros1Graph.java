package org.waymark.bridge.ros1;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.message.MessageType;
import org.waymark.core.WaymarkException;

/** A ROS 1 node as the bridge sees it. */
public final class Ros1Graph implements RosGraph {

  private static final int LATCHED_QUEUE = 50;

  private final ConnectedNode node;

  /**
   * @param node closed with the graph
   */
  public Ros1Graph(ConnectedNode node) {
    this.node = node;
  }

  @Override
  public <M> Subscription subscribe(
      String topic, MessageType<M> type, Qos qos, MessageListener<M> listener) {
    Subscriber<M> subscriber = node.newSubscriber(topic, type, qos.depth(), listener);
    return new Subscription() {
      @Override
      public int publishers() {
        return subscriber.publishers();
      }

      @Override
      public void close() {
        subscriber.close();
      }
    };
  }

  @Override
  public <M> Publication<M> advertise(String topic, MessageType<M> type, Qos qos) {
    // Of a latched topic one message is kept for those who come later; for those who listen, more
    // may wait.
    int waiting = qos.latched() ? Math.max(qos.depth(), LATCHED_QUEUE) : qos.depth();
    Publisher<M> publisher = node.newPublisher(topic, type, waiting, qos.latched());
    AtomicBoolean closed = new AtomicBoolean();
    return new Publication<>() {
      @Override
      public void publish(M message) {
        publisher.publish(message);
      }

      @Override
      public void forget() {
        publisher.forget();
      }

      @Override
      public int subscribers() {
        return publisher.subscribers();
      }

      @Override
      public void close() {
        // Others in this program may hold the same publisher.
        if (closed.compareAndSet(false, true)) {
          publisher.close();
        }
      }
    };
  }

  @Override
  public long now() {
    return node.now();
  }

  /**
   * {@inheritDoc}
   *
   * @throws WaymarkException when the master does not answer
   */
  @Override
  public Optional<String> parameter(String name) {
    return node.parameter(name).map(String::valueOf);
  }

  @Override
  public Optional<String> publishedType(String topic) {
    try {
      return node.publishedType(topic);
    } catch (WaymarkException e) {
      return Optional.empty();
    }
  }

  @Override
  public String resolve(String name) {
    return node.resolve(name);
  }

  @Override
  public void close() {
    node.close();
  }
}
