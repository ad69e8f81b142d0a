package org.waymark.indexer;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * One of Lucene's formats with room for descriptors of more than 1024 numbers. The bytes are
 * Lucene's own, so that a reader needs nothing of ours.
 */
final class LargeVectorsFormat extends KnnVectorsFormat {

  /** Room for NetVLAD's 32768. */
  private static final int MAX_DIMENSIONS = 1 << 15;

  private final KnnVectorsFormat format;

  LargeVectorsFormat(KnnVectorsFormat format) {
    super(format.getName());
    this.format = format;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return format.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return format.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return MAX_DIMENSIONS;
  }
}
