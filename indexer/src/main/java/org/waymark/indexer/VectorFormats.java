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

  private static final int WORKERS = 1;

  private VectorFormats() {}

  /** Lucene's default codec, writing descriptors as the parameters say. */
  static Lucene104Codec codec(
      SearchMethod search, Quantization quantization, int maxConnections, int beamWidth) {
    int graphFrom = search == SearchMethod.EXACT ? NO_GRAPH : 0;
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
}
