package org.waymark.streams;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;

/**
 * From a record's bytes to a picture that is ready for the network, or to what is said instead. Any
 * number of threads.
 */
final class FrameReader {

  private final Describer describer;
  private final RecordCodec<CameraFrame> codec;
  private final StaleRule staleRule;
  private final InstantSource clock;

  FrameReader(
      Describer describer,
      RecordCodec<CameraFrame> codec,
      StaleRule staleRule,
      InstantSource clock) {
    this.describer = describer;
    this.codec = codec;
    this.staleRule = staleRule;
    this.clock = clock;
  }

  /** A frame on its way to the network, or what became of it already. */
  sealed interface Reading {

    /** For the network. */
    record Ready(CameraFrame frame, Prepared picture, long startedMillis) implements Reading {}

    /** Nothing for the network. */
    record Done(DescribedFrame frame) implements Reading {}
  }

  /**
   * Reads a record.
   *
   * @param givenUp whether it was decided already that the frame is not worth computing
   */
  Reading read(byte @Nullable [] value, long publishedMillis, boolean givenUp) {
    if (value == null) {
      return new Reading.Done(new DescribedFrame.NotAFrame("the value is null"));
    }
    long startedMillis = clock.millis();
    CameraFrame frame;
    try {
      frame = codec.decode(value);
      FrameNames.requireSensible(frame);
    } catch (MalformedRecordException e) {
      return new Reading.Done(new DescribedFrame.NotAFrame(String.valueOf(e.getMessage())));
    }
    long age = startedMillis - publishedMillis;
    if (givenUp || staleRule.isStale(age)) {
      return new Reading.Done(stale(frame, startedMillis, age));
    }
    return picture(frame, startedMillis);
  }

  /** Whether a frame is too old by now. */
  boolean isStale(long publishedMillis) {
    return staleRule.isStale(clock.millis() - publishedMillis);
  }

  /** What such a frame becomes. */
  DescribedFrame stale(Reading.Ready ready, long publishedMillis) {
    return stale(ready.frame(), ready.startedMillis(), clock.millis() - publishedMillis);
  }

  private static DescribedFrame stale(CameraFrame frame, long startedMillis, long age) {
    return new DescribedFrame.Stale(frame, age, new DescribedFrame.Work(startedMillis, 0, 0));
  }

  private Reading picture(CameraFrame frame, long startedMillis) {
    String problem;
    try {
      requireMounting(frame);
      return new Reading.Ready(frame, describer.prepare(picture(frame)), startedMillis);
    } catch (ImageRejectedException e) {
      problem = e.reason();
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    } catch (OutOfMemoryError _) {
      // One large allocation failed and is gone; a frame that ends the application would end it
      // again at every restart.
      problem = "the picture needs more memory than there is";
    }
    return new Reading.Done(
        new DescribedFrame.Rejected(frame, problem, new DescribedFrame.Work(startedMillis, 0, 0)));
  }

  /** A mounting that is no pose would only be noticed when the camera's pose is known. */
  static void requireMounting(CameraFrame frame) {
    try {
      var _ = Poses.fromNullable(frame.getBaseToCamera());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("baseToCamera is no pose: " + e.getMessage(), e);
    }
  }

  private static ImageData picture(CameraFrame frame) {
    byte[] bytes = new byte[frame.getImage().remaining()];
    frame.getImage().duplicate().get(bytes);
    return new ImageData(
        frame.getEncoding(), frame.getWidth(), frame.getHeight(), frame.getStep(), bytes);
  }
}
