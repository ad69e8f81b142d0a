package org.waymark.bridge.tf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Pose;

/**
 * Who is whose parent, and where: the transforms of {@code /tf_static}, which hold for ever, and of
 * {@code /tf}, which are kept for a while and interpolated. A frame has one parent at a time; when
 * another is announced the frame moves there and its history begins anew.
 *
 * <p>Safe for use by many threads.
 */
public final class TransformTree {

  /** As long as tf2 keeps them. */
  public static final Duration DEFAULT_HISTORY = Duration.ofSeconds(10);

  /** Far above any robot, so that a broken publisher cannot fill the memory. */
  private static final int MAX_FRAMES = 10_000;

  private final Duration history;
  private final Map<String, Link> links = new HashMap<>();

  /**
   * Makes an empty tree.
   *
   * @param history how long transforms of {@code /tf} are kept, behind the newest of each frame
   */
  public TransformTree(Duration history) {
    this.history = history;
  }

  /** How a frame hangs on its parent: for ever, or along a track. */
  private sealed interface Link {
    String parent();

    record Fixed(String parent, Pose pose) implements Link {}

    record Moving(String parent, TransformTrack track) implements Link {}
  }

  /**
   * Adds a transform that holds at all times.
   *
   * @param pose of {@code child} in {@code parent}
   * @throws TransformException when the child is an ancestor of its parent, or is its own
   */
  public synchronized void addStatic(String parent, String child, Pose pose) {
    String to = FrameIds.plain(parent);
    String from = FrameIds.plain(child);
    requireNewLink(to, from);
    links.put(from, new Link.Fixed(to, pose));
  }

  /**
   * Adds a transform of one time.
   *
   * @param pose of {@code child} in {@code parent}
   * @throws TransformException when the child is an ancestor of its parent, or is its own
   */
  public synchronized void add(String parent, String child, long stampNanos, Pose pose) {
    String to = FrameIds.plain(parent);
    String from = FrameIds.plain(child);
    if (links.get(from) instanceof Link.Moving(String known, TransformTrack track)
        && known.equals(to)) {
      track.add(stampNanos, pose);
      return;
    }
    requireNewLink(to, from);
    TransformTrack track = new TransformTrack(history);
    track.add(stampNanos, pose);
    links.put(from, new Link.Moving(to, track));
  }

  private void requireNewLink(String parent, String child) {
    if (parent.isEmpty() || child.isEmpty()) {
      throw new TransformException(
          "a transform from '%s' to '%s' names no frame".formatted(parent, child));
    }
    if (ancestors(parent).contains(child)) {
      throw new TransformException(
          "frame '%s' cannot be a child of '%s', which hangs on it: %s"
              .formatted(child, parent, String.join(" -> ", ancestors(parent))));
    }
    if (links.size() >= MAX_FRAMES && !links.containsKey(child)) {
      throw new TransformException(
          "more than %d frames: something publishes ever new names, the last is '%s'"
              .formatted(MAX_FRAMES, child));
    }
  }

  /** Forgets what moves, as after a jump back of the clock; static transforms stay. */
  public synchronized void forgetMoving() {
    links.values().removeIf(link -> link instanceof Link.Moving);
  }

  /** The parent of a frame, if it has one. */
  public synchronized Optional<String> parent(String frame) {
    return Optional.ofNullable(links.get(FrameIds.plain(frame))).map(Link::parent);
  }

  /**
   * Where a frame is in another one at a time: the pose of {@code source} in {@code target}, which
   * takes coordinates of the source to those of the target.
   *
   * @throws TransformException when the two are not connected, or not at that time; it names the
   *     frames and what is known of them
   */
  public synchronized Pose lookup(String target, String source, long stampNanos) {
    String to = FrameIds.plain(target);
    String from = FrameIds.plain(source);
    List<String> up = ancestors(from);
    List<String> down = ancestors(to);
    String meeting =
        up.stream()
            .filter(down::contains)
            .findFirst()
            .orElseThrow(() -> new TransformException(notConnected(to, down, from, up)));
    Pose sourceInMeeting = climb(up, meeting, stampNanos);
    Pose targetInMeeting = climb(down, meeting, stampNanos);
    return targetInMeeting.inverse().compose(sourceInMeeting);
  }

  /** The pose of the first frame of a way up in one that lies further up. */
  private Pose climb(List<String> way, String end, long stampNanos) {
    Pose pose = Pose.IDENTITY;
    for (String frame : way) {
      if (frame.equals(end)) {
        break;
      }
      pose = poseInParent(frame, stampNanos).compose(pose);
    }
    return pose;
  }

  private Pose poseInParent(String frame, long stampNanos) {
    return switch (links.get(frame)) {
      case Link.Fixed(_, Pose pose) -> pose;
      case Link.Moving(String parent, TransformTrack track) ->
          track
              .at(stampNanos)
              .orElseThrow(() -> new TransformException(outside(parent, frame, track, stampNanos)));
      case null -> throw new IllegalStateException("no parent of " + frame);
    };
  }

  /** The frame itself, its parent, and so on to the root; each frame once. */
  private List<String> ancestors(String frame) {
    List<String> way = new ArrayList<>();
    @Nullable Link link;
    String at = frame;
    way.add(at);
    while ((link = links.get(at)) != null) {
      at = link.parent();
      way.add(at);
    }
    return way;
  }

  private String notConnected(String to, List<String> down, String from, List<String> up) {
    return "frames '%s' and '%s' are not connected: %s; %s"
        .formatted(to, from, described(to, down), described(from, up));
  }

  private String described(String frame, List<String> way) {
    if (way.size() > 1) {
      return "'%s' hangs on %s".formatted(frame, String.join(" -> ", way.subList(1, way.size())));
    }
    boolean isParent = links.values().stream().anyMatch(link -> link.parent().equals(frame));
    return isParent
        ? "'%s' is the root of its tree".formatted(frame)
        : "nobody has published '%s'".formatted(frame);
  }

  private static String outside(String parent, String child, TransformTrack track, long stamp) {
    double early = (track.firstNanos() - stamp) / 1e9;
    double late = (stamp - track.lastNanos()) / 1e9;
    return "the transform from '%s' to '%s' is asked for %.3f s %s"
        .formatted(
            parent,
            child,
            Math.max(early, late),
            late > 0 ? "after the last that is known" : "before the first that is kept");
  }
}
