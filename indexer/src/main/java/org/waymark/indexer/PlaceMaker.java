package org.waymark.indexer;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.report.SmallJpeg;

/** Makes places of the frames of one data set. */
final class PlaceMaker {

  /** Marks places whose direction of sight is not known; their poses face north. */
  static final String HEADING_TAG = "heading";

  private static final String UNKNOWN = "unknown";

  /** A picture that stays too large is made smaller by this, again and again. */
  private static final double SHRINK = 0.75;

  private final FrameSurvey survey;
  private final String prefix;
  private final Map<String, String> tags;
  private final OptionalInt thumbnailWidth;

  /**
   * @param tags added to what the data set says, in place of what it says under the same names
   * @param thumbnailWidth in pixels; empty for none
   */
  PlaceMaker(
      FrameSurvey survey, String prefix, Map<String, String> tags, OptionalInt thumbnailWidth) {
    this.survey = survey;
    this.prefix = prefix;
    this.tags = tags;
    this.thumbnailWidth = thumbnailWidth;
  }

  DescribedPlace make(int index, DatasetFrame frame, Pose pose, float[] descriptor) {
    TreeMap<String, String> all = new TreeMap<>(frame.tags());
    if (survey.isGeographic() && frame.position().filter(p -> p.heading().isPresent()).isEmpty()) {
      all.put(HEADING_TAG, UNKNOWN);
    }
    all.putAll(tags);
    try {
      Place place =
          new Place(
              index,
              prefix + frame.id(),
              prefix + frame.sequence(),
              FrameSurvey.camera(frame),
              frame.stampNanos(),
              pose,
              all,
              survey.onGlobe(frame));
      return new DescribedPlace(place, descriptor, thumbnail(frame));
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "frame %s cannot become a place: %s".formatted(frame.id(), e.getMessage()), e);
    }
  }

  private Optional<byte[]> thumbnail(DatasetFrame frame) {
    if (thumbnailWidth.isEmpty()) {
      return Optional.empty();
    }
    try {
      var picture = ImageDecoder.decode(frame.image());
      int width = thumbnailWidth.getAsInt();
      byte[] jpeg = SmallJpeg.of(picture, width);
      while (jpeg.length > PlaceFormat.MAX_THUMBNAIL_BYTES) {
        width = (int) (width * SHRINK);
        jpeg = SmallJpeg.of(picture, width);
      }
      return Optional.of(jpeg);
    } catch (IOException e) {
      throw new WaymarkException(
          "the picture of frame %s can no longer be read: %s"
              .formatted(frame.id(), FileFailure.reason(e)),
          e);
    } catch (ImageRejectedException e) {
      throw new WaymarkException(
          "the picture of frame %s can no longer be read: %s".formatted(frame.id(), e.reason()), e);
    }
  }
}
