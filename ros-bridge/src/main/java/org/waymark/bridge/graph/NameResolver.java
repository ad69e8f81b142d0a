package org.waymark.bridge.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/**
 * Full names of topics and parameters: {@code /x} as it is, {@code x} within the namespace, {@code
 * ~x} within the node; then remappings, which are full names themselves.
 */
public final class NameResolver {

  private static final Pattern NAME = Pattern.compile("[~/]?\\w*(/\\w+)*");

  private final String namespace;
  private final String nodeName;
  private final Map<String, String> remappings = new HashMap<>();

  /**
   * @param namespace {@code /} or {@code /robot}
   * @param nodeName a full name
   * @param remappings names as a user writes them
   */
  public NameResolver(String namespace, String nodeName, Map<String, String> remappings) {
    this.namespace = namespace;
    this.nodeName = nodeName;
    remappings.forEach((from, to) -> this.remappings.put(expand(from), expand(to)));
  }

  /**
   * @throws WaymarkException when the name is none of ROS
   */
  public String resolve(String name) {
    String full = expand(name);
    return remappings.getOrDefault(full, full);
  }

  private String expand(String name) {
    return join(namespace, nodeName, name);
  }

  /** A full name without remappings. */
  public static String join(String namespace, String nodeName, String name) {
    String stripped =
        name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (stripped.isEmpty() || stripped.equals("~") || !NAME.matcher(stripped).matches()) {
      throw new WaymarkException(
          ("\"%s\" is no name of ROS: letters, digits and underscores between slashes, e.g."
                  + " /camera/image_raw")
              .formatted(name));
    }
    String full =
        switch (stripped.charAt(0)) {
          case '/' -> stripped;
          case '~' -> nodeName + "/" + stripped.substring(1);
          default -> namespace + "/" + stripped;
        };
    return full.replaceAll("/+", "/");
  }
}
