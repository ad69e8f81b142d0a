package org.waymark.streams;

import java.util.Optional;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.indexer.MapManifest;

/**
 * Answers frames while there is no map: whoever withdrew it does not want its poses to be used. The
 * belief is left as it was, for the version that comes.
 */
final class WithdrawnMap implements FrameLocalizer {

  private final MapManifest map;
  private final Outcomes outcomes;

  /**
   * @param map the version that was in use
   */
  WithdrawnMap(MapManifest map, String modelId) {
    this.map = map;
    this.outcomes = new Outcomes(map, modelId);
  }

  @Override
  public Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief) {
    Localization outcome =
        frame instanceof DescribedFrame.Described described
            ? outcomes
                .builder(
                    described.frame(),
                    source,
                    Outcome.LOST,
                    Outcomes.timings(described.work(), publishedMillis, 0))
                .setReason("map %s is withdrawn".formatted(map.name()))
                .build()
            : outcomes.ofUndescribed(frame, source, publishedMillis);
    return new Answer(outcome, Optional.empty());
  }
}
