package org.waymark.bridge.ros2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.core.WaymarkException;

/**
 * What a node has to know before it starts.
 *
 * @param nodeName its full name, {@code /robot/waymark}
 * @param namespace {@code /} or {@code /robot}
 * @param domain the DDS domain, 0 to 232
 * @param reach how far it is seen
 * @param remappings of names as a user writes them
 * @param parameters of this node, as text
 */
public record Ros2NodeConfiguration(
    String nodeName,
    String namespace,
    int domain,
    Reach reach,
    Map<String, String> remappings,
    Map<String, String> parameters) {

  /** Whether time is simulated. */
  static final String USE_SIM_TIME = "use_sim_time";

  private static final String DOMAIN = "ROS_DOMAIN_ID";

  /** Ports of higher domains are none. */
  private static final int MAX_DOMAIN = 232;

  private static final String ASSIGNS = ":=";

  public Ros2NodeConfiguration {
    remappings = Map.copyOf(remappings);
    parameters = Map.copyOf(parameters);
  }

  /**
   * The configuration that a command line and the environment ask for; the command line goes first.
   *
   * @param defaultName the node's name where no remapping gives one, without slashes
   * @param remappings {@code from:=to}, {@code __node:=}, {@code __ns:=}, of which the first that
   *     fits counts; with {@code NODE:} before them for the node of that name alone
   * @param parameters {@code name:=value}, likewise
   * @param domain instead of {@code ROS_DOMAIN_ID}
   * @param environment {@code ROS_DOMAIN_ID} and those of {@link Reach}
   * @throws WaymarkException when an argument or variable is malformed
   */
  public static Ros2NodeConfiguration of(
      String defaultName,
      List<String> remappings,
      List<String> parameters,
      Optional<Integer> domain,
      Map<String, String> environment) {
    Map<String, String> first = assignments(remappings, defaultName, "remapping");
    String name =
        Optional.ofNullable(first.get("__node"))
            .or(() -> Optional.ofNullable(first.get("__name")))
            .orElse(defaultName);
    // The other rules for one node name it as it is called now.
    Map<String, String> names = assignments(remappings, name, "remapping");
    names.remove("__node");
    names.remove("__name");
    if (name.contains("/") || name.contains("~")) {
      throw new WaymarkException(
          "a node's name has no slash, unlike %s: its namespace is given by -r __ns:=/NAME"
              .formatted(name));
    }
    String given = Optional.ofNullable(names.remove("__ns")).orElse("/");
    String namespace = given.equals("/") ? "/" : NameResolver.join("", "", given);
    return new Ros2NodeConfiguration(
        NameResolver.join(namespace, "", name),
        namespace,
        domain.map(id -> checkDomain("--domain-id", id)).orElseGet(() -> domain(environment)),
        Reach.of(environment),
        names,
        assignments(parameters, name, "parameter"));
  }

  /** The same with more parameters; those that are there already win. */
  public Ros2NodeConfiguration with(Map<String, String> more) {
    Map<String, String> both = new LinkedHashMap<>(more);
    both.putAll(parameters);
    return new Ros2NodeConfiguration(nodeName, namespace, domain, reach, remappings, both);
  }

  /** Whether time is simulated. */
  boolean simulatedTime() {
    String value = parameters.getOrDefault(USE_SIM_TIME, "false");
    return switch (value) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default ->
          throw new WaymarkException(
              "parameter %s is %s: write true or false".formatted(USE_SIM_TIME, value));
    };
  }

  private static Map<String, String> assignments(
      List<String> arguments, String nodeName, String kind) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String argument : arguments) {
      int at = argument.indexOf(ASSIGNS);
      String to = at < 0 ? "" : argument.substring(at + ASSIGNS.length()).strip();
      String from = at < 0 ? "" : argument.substring(0, at).strip();
      int colon = from.indexOf(':');
      boolean ours = colon < 0 || from.substring(0, colon).equals(nodeName);
      String name = from.substring(colon + 1);
      if (name.isEmpty() || to.isEmpty()) {
        throw new WaymarkException("%s %s lacks a name: write from:=to".formatted(kind, argument));
      }
      if (from.contains("://") || from.contains("*") || to.contains("\\")) {
        throw new WaymarkException(
            "%s %s: patterns are not supported, write whole names".formatted(kind, argument));
      }
      if (ours) {
        found.putIfAbsent(name, to);
      }
    }
    return found;
  }

  private static int domain(Map<String, String> environment) {
    String text = environment.getOrDefault(DOMAIN, "").strip();
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return checkDomain(DOMAIN, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new WaymarkException("%s is %s: write a number".formatted(DOMAIN, text), e);
    }
  }

  private static int checkDomain(String source, int id) {
    if (id < 0 || id > MAX_DOMAIN) {
      throw new WaymarkException("%s is %d: domains are 0 to %d".formatted(source, id, MAX_DOMAIN));
    }
    return id;
  }
}
