package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The calls of the master and of its parameter server that a node makes. Thread-safe. */
final class MasterClient {

  private final RosClient client;
  private final String nodeName;
  private final String slaveUri;

  /**
   * @param slaveUri where this node answers
   */
  MasterClient(URI master, String nodeName, String slaveUri) {
    this.client = new RosClient(master, nodeName);
    this.nodeName = nodeName;
    this.slaveUri = slaveUri;
  }

  URI uri() {
    return client.server();
  }

  int pid() throws IOException {
    return client.pid();
  }

  /** Where the node of this one's name answers, as the master has it; empty when it knows none. */
  Optional<String> registeredUri() throws IOException {
    return ifAny("lookupNode", nodeName).map(String::valueOf);
  }

  /** Returns the slave addresses of those who publish the topic now. */
  List<String> registerSubscriber(String topic, String type) throws IOException {
    return RosClient.strings(client.call("registerSubscriber", topic, type, slaveUri));
  }

  void registerPublisher(String topic, String type) throws IOException {
    client.call("registerPublisher", topic, type, slaveUri);
  }

  void unregisterSubscriber(String topic) throws IOException {
    client.call("unregisterSubscriber", topic, slaveUri);
  }

  void unregisterPublisher(String topic) throws IOException {
    client.call("unregisterPublisher", topic, slaveUri);
  }

  /** The type of a topic that somebody publishes. */
  Optional<String> publishedType(String topic) throws IOException {
    if (client.call("getPublishedTopics", "") instanceof List<?> topics) {
      for (Object entry : topics) {
        List<String> nameAndType = RosClient.strings(entry);
        if (nameAndType.size() == 2 && nameAndType.getFirst().equals(topic)) {
          return Optional.of(nameAndType.get(1));
        }
      }
    }
    return Optional.empty();
  }

  Optional<Object> parameter(String name) throws IOException {
    return ifAny("getParam", name);
  }

  void setParameter(String name, Object value) throws IOException {
    client.call("setParam", name, value);
  }

  /** The master's "no" to a question means that there is no such thing. */
  private Optional<Object> ifAny(String method, String name) throws IOException {
    try {
      return Optional.of(client.call(method, name));
    } catch (RosCallException e) {
      return Optional.empty();
    }
  }
}
