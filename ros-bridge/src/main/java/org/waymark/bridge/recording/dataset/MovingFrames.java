package org.waymark.bridge.recording.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.core.geometry.Pose;

/**
 * The transforms of a whole recording's topic, e.g. {@code /tf}: each frame's track in its parent.
 * A frame keeps the parent that it had first.
 */
final class MovingFrames {

  /** Far above any robot. */
  private static final int MAX_FRAMES = 10_000;

  private record Link(String parent, PoseTrack track) {}

  private final Map<String, Link> links = new HashMap<>();
  private final long maxGapNanos;

  MovingFrames(long maxGapNanos) {
    this.maxGapNanos = maxGapNanos;
  }

  void add(String parent, String child, long stampNanos, Pose pose) {
    String to = FrameIds.plain(parent);
    String from = FrameIds.plain(child);
    if (links.size() == MAX_FRAMES && !links.containsKey(from)) {
      return;
    }
    Link link = links.computeIfAbsent(from, f -> new Link(to, new PoseTrack(maxGapNanos)));
    if (link.parent().equals(to)) {
      link.track().add(stampNanos, pose);
    }
  }

  boolean knows(String frame) {
    return links.containsKey(frame);
  }

  /**
   * The pose of a frame in the one furthest up that it hangs on; empty where part of it is missing.
   */
  Optional<Pose> inRoot(String frame, long stampNanos) {
    Pose pose = Pose.IDENTITY;
    String at = frame;
    for (int climbed = 0; climbed <= links.size(); climbed++) {
      Link link = links.get(at);
      if (link == null) {
        return climbed == 0 ? Optional.empty() : Optional.of(pose);
      }
      Optional<Pose> inParent = link.track().at(stampNanos);
      if (inParent.isEmpty()) {
        return Optional.empty();
      }
      pose = inParent.get().compose(pose);
      at = link.parent();
    }
    return Optional.empty();
  }

  /** Why there is no pose at a time. */
  String why(String frame, long stampNanos) {
    Link link = links.get(frame);
    return link == null
        ? "no transform of '%s' was recorded".formatted(frame)
        : link.track().why(stampNanos);
  }
}
