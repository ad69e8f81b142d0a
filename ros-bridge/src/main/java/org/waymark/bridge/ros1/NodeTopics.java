package org.waymark.bridge.ros1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The topics of a node: one publisher for each that it offers, any number of subscribers. */
final class NodeTopics {

  private final Map<String, Publisher<?>> publishers = new ConcurrentHashMap<>();
  private final List<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();

  Optional<Publisher<?>> publisher(String topic) {
    return Optional.ofNullable(publishers.get(topic));
  }

  List<Publisher<?>> publishers() {
    return List.copyOf(publishers.values());
  }

  List<Subscriber<?>> subscribers() {
    return List.copyOf(subscribers);
  }

  List<Subscriber<?>> subscribers(String topic) {
    return subscribers.stream().filter(one -> one.topic().equals(topic)).toList();
  }

  void add(Publisher<?> publisher) {
    publishers.put(publisher.topic(), publisher);
  }

  void add(Subscriber<?> subscriber) {
    subscribers.add(subscriber);
  }

  void remove(Publisher<?> publisher) {
    publishers.remove(publisher.topic(), publisher);
  }

  void remove(Subscriber<?> subscriber) {
    subscribers.remove(subscriber);
  }
}
