package org.waymark.indexer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
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
   * Opens the map's data sets again.
   *
   * @throws WaymarkException when a data set is gone or has other frames now
   */
  public static MapFrames of(PlaceMap map) {
    int places = Math.toIntExact(map.manifest().places());
    String[] ids = new String[places];
    map.forEach(described -> ids[described.place().index()] = described.place().id());
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < places; i++) {
      indexes.put(ids[i], i);
    }
    DatasetFrame[] frames = new DatasetFrame[places];
    List<MapManifest.Source> sources = map.manifest().sources();
    for (MapManifest.Source source : sources) {
      find(source, indexes, frames);
    }
    return new MapFrames(
        FrameSet.of(sources.getFirst().spec(), new ArrayList<>(Arrays.asList(frames))),
        List.of(ids));
  }

  private static void find(
      MapManifest.Source source, Map<String, Integer> indexes, DatasetFrame[] frames) {
    Dataset dataset = Datasets.open(source.spec());
    long found = 0;
    try (Stream<DatasetFrame> all = dataset.frames()) {
      for (DatasetFrame frame : (Iterable<DatasetFrame>) all::iterator) {
        Integer index = indexes.get(source.prefix() + frame.id());
        if (index != null && frames[index] == null) {
          frames[index] = frame;
          found++;
        }
      }
    }
    if (dataset.size() != source.frames() || found != source.places()) {
      throw new WaymarkException(
          "data set '%s' has %d frames now and had %d when the map was built; rebuild the map with: waymark index build"
              .formatted(source.spec(), dataset.size(), source.frames()));
    }
  }
}
