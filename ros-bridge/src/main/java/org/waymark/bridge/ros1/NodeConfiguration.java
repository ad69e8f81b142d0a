package org.waymark.bridge.ros1;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.core.WaymarkException;

/**
 * What a node has to know before it starts.
 *
 * @param nodeName its full name, {@code /robot/waymark}
 * @param namespace {@code /} or {@code /robot}
 * @param master where the master listens, {@code http://localhost:11311}
 * @param host name or address under which others reach this node; none: only this machine does
 * @param remappings of names as a user writes them
 * @param parameters private parameters to set at the master
 */
public record NodeConfiguration(
    String nodeName,
    String namespace,
    URI master,
    Optional<String> host,
    Map<String, String> remappings,
    Map<String, Object> parameters) {

  private static final String DEFAULT_MASTER = "http://127.0.0.1:11311";

  public NodeConfiguration {
    remappings = Map.copyOf(remappings);
    parameters = Map.copyOf(parameters);
  }

  /**
   * The configuration that a command line and the environment ask for; the command line goes first.
   *
   * @param defaultName the node's name where {@code __name} gives none, without slashes
   * @param arguments {@code from:=to}, {@code _parameter:=value}, {@code __name:=}, {@code __ns:=},
   *     {@code __ip:=}, {@code __hostname:=}, {@code __master:=}
   * @param environment {@code ROS_MASTER_URI}, {@code ROS_HOSTNAME}, {@code ROS_IP}, {@code
   *     ROS_NAMESPACE}
   * @throws WaymarkException when an argument or variable is malformed
   */
  public static NodeConfiguration of(
      String defaultName, List<String> arguments, Map<String, String> environment) {
    NodeArguments parsed = NodeArguments.parse(arguments);
    if (!parsed.others().isEmpty()) {
      throw new WaymarkException(
          "%s is no remapping: write from:=to".formatted(parsed.others().getFirst()));
    }
    Map<String, String> settings = parsed.settings();
    Optional<String> namespace = first(settings.get("ns"), environment.get("ROS_NAMESPACE"));
    String within =
        namespace
            .filter(name -> !name.equals("/"))
            .map(name -> NameResolver.join("", "", name))
            .orElse("/");
    String name = settings.getOrDefault("name", defaultName);
    if (name.contains("/") || name.contains("~")) {
      throw new WaymarkException(
          "a node's name has no slash, unlike %s: its namespace is given by __ns:="
              .formatted(name));
    }
    return new NodeConfiguration(
        NameResolver.join(within, "", name),
        within,
        master(first(settings.get("master"), environment.get("ROS_MASTER_URI"))),
        first(
            settings.get("hostname"),
            settings.get("ip"),
            environment.get("ROS_HOSTNAME"),
            environment.get("ROS_IP")),
        parsed.remappings(),
        parsed.parameters());
  }

  /** A node that only this machine reaches, for programs that have no command line. */
  public static NodeConfiguration local(String nodeName, URI master) {
    return new NodeConfiguration(
        NameResolver.join("/", "", nodeName), "/", master, Optional.empty(), Map.of(), Map.of());
  }

  /** The same with more remappings; those that are there already win. */
  public NodeConfiguration remapped(Map<String, String> more) {
    Map<String, String> both = new LinkedHashMap<>(more);
    both.putAll(remappings);
    return new NodeConfiguration(nodeName, namespace, master, host, both, parameters);
  }

  private static URI master(Optional<String> text) {
    String given = text.orElse(DEFAULT_MASTER);
    try {
      URI uri = URI.create(given);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below, as for any other address that cannot be used
    }
    throw new WaymarkException(
        "ROS_MASTER_URI (or __master:=) is %s: write http://HOST:11311".formatted(given));
  }

  private static Optional<String> first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }
}
