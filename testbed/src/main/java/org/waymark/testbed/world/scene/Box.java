package org.waymark.testbed.world.scene;

import org.waymark.testbed.world.plan.Rect;

/** An upright block, in world metres. */
record Box(Rect floor, double bottom, double top) {

  boolean overlaps(Box other) {
    return bottom < other.top && other.bottom < top && floor.overlaps(other.floor);
  }
}
