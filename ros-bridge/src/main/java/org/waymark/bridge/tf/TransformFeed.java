package org.waymark.bridge.tf;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.tf2_msgs.TFMessage;

/** Puts the messages of {@code /tf} and {@code /tf_static} into a tree. */
public final class TransformFeed {

  private static final Logger LOG = LoggerFactory.getLogger(TransformFeed.class);

  private final TransformTree tree;

  public TransformFeed(TransformTree tree) {
    this.tree = tree;
  }

  /** Adds a message of {@code /tf}; what is no transform is passed over. */
  public void addMoving(TFMessage message) {
    for (TransformStamped transform : message.transforms()) {
      try {
        tree.add(
            transform.header().frameId(),
            transform.childFrameId(),
            transform.header().stamp(),
            RosPoses.pose(transform.transform()));
      } catch (TransformException | IllegalArgumentException e) {
        passOver(transform, e);
      }
    }
  }

  /** Adds a message of {@code /tf_static}; what is no transform is passed over. */
  public void addStatic(TFMessage message) {
    for (TransformStamped transform : message.transforms()) {
      try {
        tree.addStatic(
            transform.header().frameId(),
            transform.childFrameId(),
            RosPoses.pose(transform.transform()));
      } catch (TransformException | IllegalArgumentException e) {
        passOver(transform, e);
      }
    }
  }

  private static void passOver(TransformStamped transform, RuntimeException e) {
    LOG.debug(
        "The transform from {} to {} is passed over: {}",
        transform.header().frameId(),
        transform.childFrameId(),
        e.getMessage());
  }
}
