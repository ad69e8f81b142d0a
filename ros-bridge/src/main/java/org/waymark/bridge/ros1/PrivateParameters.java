package org.waymark.bridge.ros1;

import java.io.IOException;
import java.util.Map;

/** The parameters that a node's command line set. */
final class PrivateParameters implements Registration {

  private final String nodeName;
  private final Map<String, Object> values;

  PrivateParameters(String nodeName, Map<String, Object> values) {
    this.nodeName = nodeName;
    this.values = values;
  }

  @Override
  public void register(MasterClient master) throws IOException {
    for (Map.Entry<String, Object> value : values.entrySet()) {
      master.setParameter(nodeName + "/" + value.getKey(), value.getValue());
    }
  }

  /** They stay: rosparam shows what a node was run with. */
  @Override
  public void unregister(MasterClient master) {}
}
