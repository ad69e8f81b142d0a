package org.waymark.bridge.ros1;

import java.util.concurrent.atomic.AtomicInteger;
import org.waymark.bridge.graph.RosClock;

/**
 * What every part of a node knows of it.
 *
 * @param nodeName its full name
 * @param linkIds the next number by which tools tell its connections apart
 */
record NodeContext(String nodeName, RosLog log, RosClock clock, AtomicInteger linkIds) {

  static NodeContext of(String nodeName) {
    RosClock clock = new RosClock();
    return new NodeContext(nodeName, new RosLog(nodeName, clock), clock, new AtomicInteger());
  }
}
