package org.waymark.indexer;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Lucene's formats of vectors that suit a map's build parameters. */
final class VectorFormats {

  /** Number of places from which Lucene adds a graph: never, for a map that is searched exactly. */
  private static final int NO_GRAPH = Integer.MAX_VALUE;

  /** One thread builds a graph: with more of them the same places would give another each time. */
  private static final int WORKERS = 1;

  /** In so small a map a graph that is built twice costs nothing. */
  private static final int SMALL = 10_000;

  private VectorFormats() {}

  /**
   * Lucene's default codec, writing descriptors as the parameters say.
   *
   * @param places that the map will have in all
   */
  static Lucene104Codec codec(
      SearchMethod search,
      Quantization quantization,
      int maxConnections,
      int beamWidth,
      int places) {
    int graphFrom = search == SearchMethod.EXACT ? NO_GRAPH : wholeMap(places);
    LargeVectorsFormat format =
        new LargeVectorsFormat(
            switch (quantization) {
              case FLOAT32 ->
                  new Lucene99HnswVectorsFormat(
                      maxConnections, beamWidth, WORKERS, null, graphFrom);
              case INT8 ->
                  new Lucene104HnswScalarQuantizedVectorsFormat(
                      ScalarEncoding.UNSIGNED_BYTE,
                      maxConnections,
                      beamWidth,
                      WORKERS,
                      null,
                      graphFrom);
              case BIT ->
                  new Lucene104HnswScalarQuantizedVectorsFormat(
                      ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE,
                      maxConnections,
                      beamWidth,
                      WORKERS,
                      null,
                      graphFrom);
            });
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /**
   * Lucene's threshold at which only the segment of all places gets a graph, not those on the way
   * to it, whose graphs would be thrown away. It is a number of neighbours: a segment gets a graph
   * when searching one for so many of them would visit, as Lucene expects, {@code ln(places) *
   * neighbours} places, and that is fewer than it has.
   */
  private static int wholeMap(int places) {
    return places < SMALL ? 0 : (int) ((places - 1) / Math.log(places));
  }
}
