package org.waymark.bridge.live.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.waymark.core.WaymarkException;

/** Reads what is for one node in a file of ROS 2 parameters, as launch files make them. */
public final class ParametersFile {

  private static final String PARAMETERS = "ros__parameters";
  private static final String USE_SIM_TIME = "use_sim_time";

  private ParametersFile() {}

  /**
   * Those parameters that a bridge knows, by name; the others are passed over.
   *
   * @param node its full name, {@code /robot/waymark}
   * @throws WaymarkException when the file cannot be read, or holds something else
   */
  public static Map<String, String> read(Path file, String node) {
    YamlSection top = YamlFile.read(file);
    Map<String, String> found = new LinkedHashMap<>();
    // From the widest to the narrowest: the last one wins.
    for (String key : List.of("/**", "/*", node.substring(node.lastIndexOf('/') + 1), node)) {
      top.section(key)
          .flatMap(section -> section.section(PARAMETERS))
          .flatMap(section -> section.text(USE_SIM_TIME))
          .ifPresent(value -> found.put(USE_SIM_TIME, value));
    }
    return found;
  }
}
