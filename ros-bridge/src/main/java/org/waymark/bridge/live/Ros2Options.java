package org.waymark.bridge.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.live.config.ParametersFile;
import org.waymark.bridge.ros2.Ros2NodeConfiguration;
import org.waymark.core.WaymarkException;
import picocli.CommandLine.Option;

/** What a ROS 2 node is told by a command line, beside what every bridge is told. */
public final class Ros2Options {

  @Option(names = "--domain-id", paramLabel = "N", description = "Default: ROS_DOMAIN_ID, or 0.")
  private @Nullable Integer domain;

  @Option(
      names = {"-r", "--remap"},
      paramLabel = "from:=to",
      description = "Gives a topic another name; also __node:=x, __ns:=/y. May be repeated.")
  private List<String> remappings = List.of();

  @Option(
      names = {"-p", "--param"},
      paramLabel = "name:=value",
      description = "A parameter of the node: use_sim_time. May be repeated.")
  private List<String> parameters = List.of();

  @Option(
      names = "--params-file",
      paramLabel = "FILE",
      description = "Parameters as ROS 2's launch files write them.")
  private List<Path> files = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public Ros2Options() {}

  @Option(names = "--ros-args", description = "What ROS 2 puts before -r and -p; changes nothing.")
  void acceptMarkers(boolean[] markers) {}

  /**
   * The node that is asked for.
   *
   * @param name where no remapping gives one
   * @param more remappings without an option before them
   * @throws WaymarkException when something is malformed
   */
  Ros2NodeConfiguration node(String name, List<String> more, Map<String, String> environment) {
    List<String> all = new ArrayList<>(remappings);
    all.addAll(more);
    Ros2NodeConfiguration node =
        Ros2NodeConfiguration.of(name, all, parameters, Optional.ofNullable(domain), environment);
    Map<String, String> ofFiles = new LinkedHashMap<>();
    for (Path file : files) {
      ofFiles.putAll(ParametersFile.read(file, node.nodeName()));
    }
    return node.with(ofFiles);
  }
}
