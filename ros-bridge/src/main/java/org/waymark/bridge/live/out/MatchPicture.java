package org.waymark.bridge.live.out;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.in.JpegEncoder;
import org.waymark.bridge.live.in.Rasters;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.core.image.ImageData;

/**
 * The query beside the place that it matched, for people. The map itself is with the localizer;
 * where this computer has its pictures in a folder the place is shown, elsewhere its name alone.
 */
final class MatchPicture {

  private static final Logger LOG = LoggerFactory.getLogger(MatchPicture.class);
  private static final int SIDE = 480;
  private static final int LINE = 16;
  private static final int LINES = 2;
  private static final int QUALITY = 80;

  private final JpegEncoder jpeg = new JpegEncoder(new CameraConfig.Jpeg(QUALITY, 0));
  private final Optional<PlacePictures> places;
  private boolean letters = true;

  MatchPicture(Optional<PlacePictures> places) {
    this.places = places;
  }

  /** Empty when the query cannot be decoded. */
  Optional<CompressedImage> of(ImageData query, Localization outcome) {
    return Rasters.of(query)
        .map(image -> Rasters.fitted(image, SIDE))
        .map(
            image ->
                new CompressedImage(
                    new Header(0, outcome.getStampNanos(), outcome.getCamera()),
                    "jpeg",
                    jpeg.encode(beside(image, outcome)).bytes()));
  }

  private BufferedImage beside(BufferedImage query, Localization outcome) {
    Optional<BufferedImage> place =
        outcome.getCandidates().stream()
            .findFirst()
            .flatMap(best -> places.flatMap(p -> p.find(best.getPlace())))
            .flatMap(Rasters::of)
            .map(image -> Rasters.fitted(image, SIDE));
    int width = query.getWidth() + place.map(BufferedImage::getWidth).orElse(0);
    int height =
        Math.max(query.getHeight(), place.map(BufferedImage::getHeight).orElse(0)) + LINES * LINE;
    BufferedImage both = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = both.createGraphics();
    graphics.drawImage(query, 0, LINES * LINE, null);
    place.ifPresent(image -> graphics.drawImage(image, query.getWidth(), LINES * LINE, null));
    write(graphics, caption(outcome));
    graphics.dispose();
    return both;
  }

  private static List<String> caption(Localization outcome) {
    String said =
        outcome.getConfidence() == null
            ? outcome.getOutcome().toString()
            : "%s, %.0f %% sure".formatted(outcome.getOutcome(), 100 * outcome.getConfidence());
    if (outcome.getCandidates().isEmpty()) {
      return List.of(said, "no place");
    }
    Candidate best = outcome.getCandidates().getFirst();
    return List.of(
        said,
        "%s (%s), distance %.3f".formatted(best.getPlace(), best.getSession(), best.getDistance()));
  }

  /** A computer without a single font still shows the pictures. */
  private void write(Graphics2D graphics, List<String> lines) {
    if (!letters) {
      return;
    }
    try {
      graphics.setColor(Color.WHITE);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LINE - 4));
      for (int i = 0; i < lines.size(); i++) {
        graphics.drawString(lines.get(i), 4, (i + 1) * LINE - 4);
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      letters = false;
      LOG.warn("Matches are shown without text, since Java finds no font here: {}", e.toString());
    }
  }
}
