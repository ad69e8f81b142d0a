package org.waymark.indexer;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.RgbImage;
import org.waymark.indexer.evaluation.FrameSet;

/**
 * Pictures of places, for people: the thumbnail that the map holds, or else the picture that the
 * place was made from, as long as its data set can be reached. Not safe for use by several threads.
 */
public final class PlacePictures {

  private final PlaceMap map;

  /** Opened when the first place without a thumbnail is asked for. */
  private @Nullable FrameSet frames;

  private @Nullable String unreachable;

  public PlacePictures(PlaceMap map) {
    this.map = map;
  }

  /**
   * A picture, or why there is none.
   *
   * @param picture empty when there is none
   * @param note where it is from, or why there is none, in words
   */
  public record Found(Optional<RgbImage> picture, String note) {}

  public Found of(Place place) {
    Optional<byte[]> thumbnail = map.thumbnail(place);
    return thumbnail.isPresent()
        ? decode(ImageData.compressed("jpeg", thumbnail.get()), "thumbnail in the map")
        : ofDataset(place);
  }

  private Found ofDataset(Place place) {
    if (frames == null && unreachable == null) {
      try {
        frames = MapFrames.of(map).frames();
      } catch (WaymarkException e) {
        unreachable = e.getMessage();
      }
    }
    if (frames == null) {
      return new Found(Optional.empty(), "no picture: " + unreachable);
    }
    try {
      return decode(frames.frame(place.index()).orElseThrow().image(), "picture of the data set");
    } catch (IOException | WaymarkException e) {
      return new Found(Optional.empty(), "no picture: " + FileFailure.reason(e));
    }
  }

  private static Found decode(ImageData image, String note) {
    try {
      return new Found(Optional.of(ImageDecoder.decode(image)), note);
    } catch (ImageRejectedException e) {
      return new Found(Optional.empty(), "no picture: " + e.reason());
    }
  }
}
