package org.waymark.bridge.tf;

import java.util.List;

/**
 * Names of coordinate frames. REP-105: {@code map -> odom -> base_link}, each with one parent. tf2
 * has no namespaces; older software still writes {@code /map}.
 */
public final class FrameIds {

  public static final String MAP = "map";
  public static final String ODOM = "odom";
  public static final String BASE_LINK = "base_link";

  /** The usual names, from the outermost inwards. */
  public static final List<String> REP_105 = List.of(MAP, ODOM, BASE_LINK);

  private FrameIds() {}

  /** The name without the leading slash of tf1. */
  public static String plain(String frameId) {
    return frameId.startsWith("/") ? frameId.substring(1) : frameId;
  }
}
