package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcCall;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcClient;

/**
 * Calls the API of a master or of another node. ROS answers every call with a code, a text and a
 * value; the caller's name is the first argument of all of them.
 */
final class RosClient {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int SUCCESS = 1;
  private static final int ANSWER_SIZE = 3;

  private final XmlRpcClient client;
  private final String caller;

  RosClient(URI server, String caller) {
    this.client = new XmlRpcClient(server, PATIENCE);
    this.caller = caller;
  }

  URI server() {
    return client.server();
  }

  /**
   * The value of the answer.
   *
   * @throws RosCallException when the answer is no
   * @throws IOException when there is no answer in time, or none that ROS would give
   */
  Object call(String method, Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>();
    all.add(caller);
    all.addAll(List.of(arguments));
    Object answer = client.call(new XmlRpcCall(method, all));
    if (answer instanceof List<?> parts
        && parts.size() == ANSWER_SIZE
        && parts.get(0) instanceof Integer code) {
      if (code == SUCCESS) {
        return parts.get(2);
      }
      throw new RosCallException("%s: %s".formatted(method, parts.get(1)));
    }
    throw new IOException("%s of %s does not answer as ROS does".formatted(method, server()));
  }

  /** A process id that tells a server from one that has been started anew. */
  int pid() throws IOException {
    return call("getPid") instanceof Integer pid ? pid : 0;
  }

  /** The texts of a list, whatever else it holds. */
  static List<String> strings(Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
