package org.waymark.indexer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.XYPointField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.search.PlaceFilter;

/**
 * Filters as Lucene's queries. Names that no place of the map carries are refused: they are more
 * likely mistyped than meant, and would find nothing, silently.
 */
final class FilterQueries {

  /** Names that a message lists. */
  private static final int LISTED = 20;

  private final LeafReader leaf;
  private final String map;

  /**
   * @param map its name, for messages
   */
  FilterQueries(LeafReader leaf, String map) {
    this.leaf = leaf;
    this.map = map;
  }

  /**
   * @throws WaymarkException when the map has no such session, camera or tag, or no place with a
   *     position on the globe, naming those that it has
   */
  Query of(PlaceFilter filter) throws IOException {
    return switch (filter) {
      case PlaceFilter.All(List<PlaceFilter> filters) -> all(filters);
      case PlaceFilter.Any(List<PlaceFilter> filters) -> any(filters);
      case PlaceFilter.None(PlaceFilter passing) ->
          new BooleanQuery.Builder()
              .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
              .add(of(passing), Occur.MUST_NOT)
              .build();
      case PlaceFilter.Box box ->
          XYPointField.newBoxQuery(
              PlaceFormat.GROUND,
              coordinate(box.minX()),
              coordinate(box.maxX()),
              coordinate(box.minY()),
              coordinate(box.maxY()));
      case PlaceFilter.Circle(double x, double y, double radius) ->
          XYPointField.newDistanceQuery(
              PlaceFormat.GROUND, coordinate(x), coordinate(y), coordinate(radius));
      case PlaceFilter.GeoBox box -> {
        requireGlobe();
        yield LatLonPoint.newBoxQuery(
            PlaceFormat.GLOBE, box.south(), box.north(), box.west(), box.east());
      }
      case PlaceFilter.GeoCircle(double latitude, double longitude, double radius) -> {
        requireGlobe();
        yield LatLonPoint.newDistanceQuery(PlaceFormat.GLOBE, latitude, longitude, radius);
      }
      case PlaceFilter.Sessions(var names) -> named("session", PlaceFormat.SESSION, names);
      case PlaceFilter.Cameras(var names) -> named("camera", PlaceFormat.CAMERA, names);
      case PlaceFilter.Tag(String name, String value) -> tag(name, value);
      case PlaceFilter.Heading heading -> heading(heading);
      case PlaceFilter.TimeOfYear(int from, int to) ->
          from <= to
              ? IntPoint.newRangeQuery(PlaceFormat.DAY, from, to)
              : either(
                  IntPoint.newRangeQuery(PlaceFormat.DAY, from, 366),
                  IntPoint.newRangeQuery(PlaceFormat.DAY, 1, to));
      case PlaceFilter.Time(long from, long to) ->
          LongPoint.newRangeQuery(PlaceFormat.STAMP, from, to);
    };
  }

  private Query all(List<PlaceFilter> filters) throws IOException {
    if (filters.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (PlaceFilter filter : filters) {
      builder.add(of(filter), Occur.FILTER);
    }
    return builder.build();
  }

  private Query any(List<PlaceFilter> filters) throws IOException {
    if (filters.isEmpty()) {
      return new MatchNoDocsQuery("no filter to pass");
    }
    List<Query> queries = new ArrayList<>();
    for (PlaceFilter filter : filters) {
      queries.add(of(filter));
    }
    return either(queries.toArray(Query[]::new));
  }

  private static Query either(Query... queries) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (Query query : queries) {
      builder.add(query, Occur.SHOULD);
    }
    return builder.build();
  }

  private static Query heading(PlaceFilter.Heading range) {
    double width = range.toDegrees() - range.fromDegrees();
    if (width >= 360) {
      return DoublePoint.newRangeQuery(PlaceFormat.HEADING, 0, 360);
    }
    double from = range.fromDegrees() - 360 * Math.floor(range.fromDegrees() / 360);
    double to = from + width;
    return to < 360
        ? DoublePoint.newRangeQuery(PlaceFormat.HEADING, from, to)
        : either(
            DoublePoint.newRangeQuery(PlaceFormat.HEADING, from, 360),
            DoublePoint.newRangeQuery(PlaceFormat.HEADING, 0, to - 360));
  }

  private Query named(String what, String field, Collection<String> names) throws IOException {
    for (String name : names) {
      requireTerm(what, field, name, name, term -> true);
    }
    return new TermInSetQuery(field, names.stream().map(BytesRef::new).toList());
  }

  private Query tag(String name, String value) throws IOException {
    String term = PlaceFormat.tagTerm(name, value);
    String prefix = PlaceFormat.tagTerm(name, "");
    boolean known = !terms(PlaceFormat.TAG, t -> t.startsWith(prefix)).isEmpty();
    requireTerm("tag", PlaceFormat.TAG, term, term, t -> !known || t.startsWith(prefix));
    return new TermQuery(new Term(PlaceFormat.TAG, term));
  }

  private void requireTerm(
      String what, String field, String term, String shown, Predicate<String> listed)
      throws IOException {
    if (leaf.docFreq(new Term(field, term)) > 0) {
      return;
    }
    SortedSet<String> known = terms(field, listed);
    String list = String.join(", ", known.stream().limit(LISTED).toList());
    throw new WaymarkException(
        "map %s has no %s '%s'; it has %s"
            .formatted(
                map,
                what,
                shown,
                known.isEmpty() ? "none" : known.size() > LISTED ? list + ", ..." : list));
  }

  /** At most one more than is listed. */
  private SortedSet<String> terms(String field, Predicate<String> listed) throws IOException {
    SortedSet<String> result = new TreeSet<>();
    Terms terms = leaf.terms(field);
    if (terms != null) {
      TermsEnum iterator = terms.iterator();
      for (BytesRef term = iterator.next();
          term != null && result.size() <= LISTED;
          term = iterator.next()) {
        String text = term.utf8ToString();
        if (listed.test(text)) {
          result.add(text);
        }
      }
    }
    return result;
  }

  private void requireGlobe() throws IOException {
    if (leaf.getPointValues(PlaceFormat.GLOBE) == null) {
      throw new WaymarkException(
          "no place of map %s has a position on the globe; filter by x and y of the map frame"
              .formatted(map));
    }
  }

  /** Areas may reach beyond what a float holds. */
  private static float coordinate(double metres) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, metres));
  }
}
