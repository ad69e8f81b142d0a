package org.waymark.bridge.ros1;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.graph.RosClock;
import org.waymark.bridge.message.rosgraph_msgs.Log;
import org.waymark.bridge.message.std_msgs.Header;

/**
 * What a node has to say to people: into this program's log and, once it is attached, to {@code
 * /rosout}, where the tools of ROS collect it. Never waits; any thread may use it.
 */
public final class RosLog {

  private static final Logger LOG = LoggerFactory.getLogger(RosLog.class);

  private final String nodeName;
  private final RosClock clock;
  private volatile @Nullable Publisher<Log> rosout;

  RosLog(String nodeName, RosClock clock) {
    this.nodeName = nodeName;
    this.clock = clock;
  }

  void attach(Publisher<Log> publisher) {
    rosout = publisher;
  }

  public void info(String text) {
    LOG.info("{}: {}", nodeName, text);
    publish(Log.INFO, text);
  }

  public void warn(String text) {
    LOG.warn("{}: {}", nodeName, text);
    publish(Log.WARN, text);
  }

  public void error(String text) {
    LOG.error("{}: {}", nodeName, text);
    publish(Log.ERROR, text);
  }

  private void publish(byte level, String text) {
    Publisher<Log> publisher = rosout;
    if (publisher != null) {
      Header header = new Header(0, clock.now(), "");
      publisher.publish(new Log(header, level, nodeName, text, "", "", 0, List.of()));
    }
  }
}
