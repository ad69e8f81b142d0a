package org.waymark.indexer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.waymark.core.geometry.Pose;

/**
 * How a place lies in Lucene: its descriptor as a vector, and everything else in one binary doc
 * value, which costs a fifteenth of stored fields to read.
 *
 * <p>The doc value, big-endian: int32 index; int64 stamp; 7 float64 x y z qx qy qz qw; then id and
 * session, each an int16 length and UTF-8 bytes.
 */
final class PlaceFormat {

  static final String DESCRIPTOR = "descriptor";
  static final String PLACE = "place";

  private static final int FIXED_BYTES = Integer.BYTES + Long.BYTES + 7 * Double.BYTES;

  private PlaceFormat() {}

  static Document document(Place place, float[] descriptor) {
    Document document = new Document();
    document.add(
        new KnnFloatVectorField(DESCRIPTOR, descriptor, VectorSimilarityFunction.EUCLIDEAN));
    document.add(new BinaryDocValuesField(PLACE, new BytesRef(encode(place))));
    return document;
  }

  static byte[] encode(Place place) {
    byte[] id = place.id().getBytes(StandardCharsets.UTF_8);
    byte[] session = place.session().getBytes(StandardCharsets.UTF_8);
    if (id.length > Short.MAX_VALUE || session.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("the id of place %d is too long".formatted(place.index()));
    }
    Pose pose = place.pose();
    return ByteBuffer.allocate(FIXED_BYTES + 2 * Short.BYTES + id.length + session.length)
        .putInt(place.index())
        .putLong(place.stampNanos())
        .putDouble(pose.x())
        .putDouble(pose.y())
        .putDouble(pose.z())
        .putDouble(pose.qx())
        .putDouble(pose.qy())
        .putDouble(pose.qz())
        .putDouble(pose.qw())
        .putShort((short) id.length)
        .put(id)
        .putShort((short) session.length)
        .put(session)
        .array();
  }

  static Place decode(BytesRef value) {
    ByteBuffer buffer = ByteBuffer.wrap(value.bytes, value.offset, value.length);
    int index = buffer.getInt();
    long stampNanos = buffer.getLong();
    Pose pose =
        new Pose(
            buffer.getDouble(),
            buffer.getDouble(),
            buffer.getDouble(),
            buffer.getDouble(),
            buffer.getDouble(),
            buffer.getDouble(),
            buffer.getDouble());
    return new Place(index, text(buffer), text(buffer), stampNanos, pose);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getShort()];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
