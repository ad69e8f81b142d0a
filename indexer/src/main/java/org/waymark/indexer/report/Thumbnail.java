package org.waymark.indexer.report;

import java.io.IOException;
import java.util.Base64;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;

/** A small JPEG of a frame's picture, inside the page. */
final class Thumbnail {

  private static final int WIDTH = 300;

  private Thumbnail() {}

  /** The picture, or in its place why there is none. */
  static Html of(DatasetFrame frame) {
    try {
      return Html.of(
          "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">",
          frame.id(),
          Base64.getEncoder()
              .encodeToString(SmallJpeg.of(ImageDecoder.decode(frame.image()), WIDTH)));
    } catch (ImageRejectedException e) {
      return blank(e.reason());
    } catch (IOException | WaymarkException e) {
      return blank("cannot be read: " + e.getMessage());
    }
  }

  static Html blank(String why) {
    return Html.of("<span class=\"blank\">%s</span>", why);
  }
}
