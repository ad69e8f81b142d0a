package org.waymark.bridge.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.message.MessageType;

/** A ROS graph within this process: messages arrive on the thread that publishes them. */
public final class MemoryGraph implements RosGraph {

  private record Listening(String topic, MessageType<?> type, MessageListener<Object> listener) {}

  private final Map<String, Runnable> onSubscribe = new ConcurrentHashMap<>();
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, String> types = new ConcurrentHashMap<>();
  private final Map<String, Integer> publishers = new ConcurrentHashMap<>();
  private final AtomicLong offset = new AtomicLong();
  private final AtomicLong paused = new AtomicLong();

  @Override
  @SuppressWarnings("unchecked")
  public <M> Subscription subscribe(
      String topic, MessageType<M> type, Qos qos, MessageListener<M> listener) {
    String name = resolve(topic);
    Listening listening = new Listening(name, type, (m, nanos) -> listener.onMessage((M) m, nanos));
    listeners.add(listening);
    onSubscribe.getOrDefault(name, () -> {}).run();
    return new Subscription() {
      @Override
      public int publishers() {
        return publishers.getOrDefault(name, 0);
      }

      @Override
      public void close() {
        listeners.remove(listening);
      }
    };
  }

  @Override
  public <M> Publication<M> advertise(String topic, MessageType<M> type, Qos qos) {
    String name = resolve(topic);
    types.put(name, type.name());
    publishers.merge(name, 1, Integer::sum);
    return new Publication<>() {
      @Override
      public void publish(M message) {
        if (qos.latched()) {
          onSubscribe.put(name, () -> hand(message, listeners.getLast()));
        }
        for (Listening listening : listeners) {
          hand(message, listening);
        }
      }

      private void hand(M message, Listening listening) {
        if (listening.topic().equals(name) && listening.type().name().equals(type.name())) {
          listening.listener().onMessage(message, now());
        }
      }

      @Override
      public void forget() {
        onSubscribe.remove(name);
      }

      @Override
      public int subscribers() {
        return (int) listeners.stream().filter(l -> l.topic().equals(name)).count();
      }

      @Override
      public void close() {
        publishers.merge(name, -1, Integer::sum);
      }
    };
  }

  /** Stops ROS time, as a simulation does that is paused. */
  public void pause() {
    paused.set(now());
  }

  /** Lets ROS time jump. */
  public void jump(long nanos) {
    offset.addAndGet(nanos);
  }

  @Override
  public long now() {
    return paused.get() != 0 ? paused.get() : System.currentTimeMillis() * 1_000_000 + offset.get();
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> publishedType(String topic) {
    return Optional.ofNullable(types.get(resolve(topic)));
  }

  @Override
  public String resolve(String name) {
    return name.startsWith("~")
        ? "/waymark/" + name.substring(1)
        : name.startsWith("/") ? name : "/" + name;
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
