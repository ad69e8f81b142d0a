package org.waymark.bridge.ros1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.waymark.core.WaymarkException;

/**
 * ROS's own arguments of a command line, sorted: {@code from:=to} gives a name another one, {@code
 * _name:=value} sets a private parameter, {@code __name:=value} is a setting of the node.
 *
 * @param remappings by the name as it was written
 * @param parameters by name, without the underscore: {@code Boolean}, {@code Integer}, {@code
 *     Double} or {@code String}
 * @param settings by name, without the underscores: {@code name}, {@code ns}, {@code ip}, {@code
 *     hostname}, {@code master}, and what roslaunch adds
 * @param others what is not ROS's, in order
 */
record NodeArguments(
    Map<String, String> remappings,
    Map<String, Object> parameters,
    Map<String, String> settings,
    List<String> others) {

  private static final String ASSIGNS = ":=";

  static NodeArguments parse(List<String> arguments) {
    Map<String, String> remappings = new LinkedHashMap<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (String argument : arguments) {
      int at = argument.indexOf(ASSIGNS);
      if (at < 0) {
        others.add(argument);
        continue;
      }
      String name = argument.substring(0, at).strip();
      String value = argument.substring(at + ASSIGNS.length()).strip();
      if (name.isEmpty() || (value.isEmpty() && !name.startsWith("_"))) {
        throw new WaymarkException("remapping %s lacks a name: write from:=to".formatted(argument));
      }
      if (name.startsWith("__")) {
        settings.put(name.substring(2), value);
      } else if (name.startsWith("_")) {
        parameters.put(name.substring(1), parameter(value));
      } else {
        remappings.put(name, value);
      }
    }
    return new NodeArguments(remappings, parameters, settings, List.copyOf(others));
  }

  /** As YAML reads a plain scalar. */
  private static Object parameter(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return decimal(text);
    }
  }

  private static Object decimal(String text) {
    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      return text;
    }
    return Double.valueOf(text);
  }
}
