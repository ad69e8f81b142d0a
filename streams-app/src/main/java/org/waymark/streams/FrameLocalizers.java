package org.waymark.streams;

import org.waymark.indexer.PlaceMap;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.TrackerSettings;

/** The ways of making outcomes. */
public final class FrameLocalizers {

  private FrameLocalizers() {}

  /** Plain retrieval: each frame by itself. */
  public static FrameLocalizer singleFrame(PlaceMap map, String modelId) {
    return new SingleFrameLocalizer(map, modelId);
  }

  /** Follows each robot from frame to frame. */
  public static FrameLocalizer tracking(
      PlaceMap map, String modelId, Calibration calibration, TrackerSettings settings) {
    return new TrackingLocalizer(map, modelId, calibration, settings);
  }
}
