package org.waymark.indexer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.indexer.evaluation.FrameSet;

/**
 * The frames that a map's places were made from.
 *
 * @param frames by {@link Place#index()}
 * @param ids {@link Place#id()} of each
 */
public record MapFrames(FrameSet frames, List<String> ids) {

  /**
   * Opens the map's data sets again. Frames that it left out as broken are left out here too.
   *
   * @throws WaymarkException when a data set is gone or has other frames now
   */
  public static MapFrames of(PlaceMap map) {
    List<MapManifest.Source> sources = map.manifest().sources();
    List<String> prefixes =
        PlaceNames.prefixes(sources.stream().map(s -> DatasetSpec.parse(s.spec())).toList());
    List<DatasetFrame> frames = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      for (DatasetFrame frame : remaining(sources.get(i))) {
        frames.add(frame);
        ids.add(prefixes.get(i) + frame.id());
      }
    }
    return new MapFrames(FrameSet.of(sources.getFirst().spec(), frames), List.copyOf(ids));
  }

  private static List<DatasetFrame> remaining(MapManifest.Source source) {
    Dataset dataset = Datasets.open(source.spec());
    Set<String> skipped = new HashSet<>(source.skipped());
    List<DatasetFrame> frames;
    try (var all = dataset.frames()) {
      frames = all.filter(frame -> !skipped.contains(frame.id())).toList();
    }
    long then = source.places() + source.skipped().size();
    if (dataset.size() != then || frames.size() != source.places()) {
      throw new WaymarkException(
          "data set '%s' has %d frames now and had %d when the map was built; rebuild the map with: waymark index build"
              .formatted(source.spec(), dataset.size(), then));
    }
    return frames;
  }
}
