package org.waymark.trainer.pair;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Tags;
import org.waymark.core.label.LabelRow;
import org.waymark.core.label.LabelRows;

/**
 * Queries, places and the graded similarity of each with each. Immutable.
 *
 * <p>Queries and places may be the same data set. A picture is then never paired with itself.
 */
public final class LabelledSite {

  private final String name;
  private final List<DatasetFrame> queries;
  private final List<DatasetFrame> places;
  private final LabelRows labels;
  private final BitSet panoramicQueries;
  private final BitSet panoramicPlaces;
  private final BitSet nightQueries;
  private final BitSet nightPlaces;

  /** For each query the place that is the very same picture, or -1. */
  private final int[] twins;

  private LabelledSite(
      String name, List<DatasetFrame> queries, List<DatasetFrame> places, LabelRows labels) {
    this.name = name;
    this.queries = queries;
    this.places = places;
    this.labels = labels;
    panoramicQueries = where(queries, DatasetFrame::panorama);
    panoramicPlaces = where(places, DatasetFrame::panorama);
    nightQueries = where(queries, LabelledSite::night);
    nightPlaces = where(places, LabelledSite::night);
    Map<Object, Integer> byPicture = new HashMap<>();
    for (int p = 0; p < places.size(); p++) {
      byPicture.put(picture(places.get(p)), p);
    }
    twins = queries.stream().mapToInt(q -> byPicture.getOrDefault(picture(q), -1)).toArray();
  }

  /**
   * A site of two data sets.
   *
   * @param labels {@code [query][place]}
   * @param source where the labels were read from, for messages
   * @throws WaymarkException when the labels are not of the data sets' sizes
   */
  public static LabelledSite of(Dataset queries, Dataset places, LabelRows labels, String source) {
    List<DatasetFrame> left = queries.frames().toList();
    return of(
        queries.spec().toString(),
        left,
        places.spec().toString(),
        places.equals(queries) ? left : places.frames().toList(),
        labels,
        source);
  }

  static LabelledSite of(
      String queriesName,
      List<DatasetFrame> queries,
      String placesName,
      List<DatasetFrame> places,
      LabelRows labels,
      String source) {
    if (labels.queries() != queries.size() || labels.places() != places.size()) {
      throw new WaymarkException(
          "labels %s are of %d queries x %d places, but %s has %d pictures and %s has %d; name the data sets that they were made of, queries first, or make them again with: waymark dataset label"
              .formatted(
                  source,
                  labels.queries(),
                  labels.places(),
                  queriesName,
                  queries.size(),
                  placesName,
                  places.size()));
    }
    return new LabelledSite(source, queries, places, labels);
  }

  private static BitSet where(
      List<DatasetFrame> frames, java.util.function.Predicate<DatasetFrame> holds) {
    BitSet set = new BitSet(frames.size());
    IntStream.range(0, frames.size()).filter(i -> holds.test(frames.get(i))).forEach(set::set);
    return set;
  }

  private static boolean night(DatasetFrame frame) {
    return Boolean.parseBoolean(frame.tags().get(Tags.NIGHT));
  }

  private static Object picture(DatasetFrame frame) {
    return frame.file().<Object>map(file -> file.toAbsolutePath().normalize()).orElse(frame.id());
  }

  /** The name of its labels, for messages. */
  public String name() {
    return name;
  }

  public List<DatasetFrame> queries() {
    return queries;
  }

  public List<DatasetFrame> places() {
    return places;
  }

  /** Similarity of a query to every place. */
  public LabelRow row(int query) {
    return labels.row(query);
  }

  /** Whether two pictures make a pair: no panorama, and not one picture twice. */
  public boolean pairs(int query, int place) {
    return usable(query) && !panoramicPlaces.get(place) && twins[query] != place;
  }

  /** Whether a query may be part of a pair. */
  public boolean usable(int query) {
    return !panoramicQueries.get(query);
  }

  boolean nightQuery(int query) {
    return nightQueries.get(query);
  }

  boolean nightPlace(int place) {
    return nightPlaces.get(place);
  }
}
