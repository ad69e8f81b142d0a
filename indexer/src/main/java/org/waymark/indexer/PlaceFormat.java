package org.waymark.indexer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.XYPointField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.joml.Vector3d;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;

/**
 * How a place lies in Lucene: its descriptor as a vector, everything that a search returns in one
 * binary doc value, which costs a fifteenth of stored fields to read, its thumbnail in another, so
 * that searches do not read past it, and what filters ask for as points and terms.
 *
 * <p>The doc value, big-endian: int32 index; int64 stamp; 7 float64 x y z qx qy qz qw; int8 1 and 2
 * float64 latitude longitude, or int8 0; then id, session and camera, int16 count of tags and their
 * names and values: each an int16 length and UTF-8 bytes.
 */
final class PlaceFormat {

  static final String DESCRIPTOR = "descriptor";
  static final String PLACE = "place";
  static final String THUMBNAIL = "thumbnail";

  /** {@link Place#index()}, as a point and a doc value. */
  static final String INDEX = "index";

  /** x and y of the map frame, as floats. */
  static final String GROUND = "ground";

  static final String GLOBE = "globe";

  /** See {@link #headingDegrees}; absent where a camera looks straight up or down. */
  static final String HEADING = "heading";

  static final String STAMP = "stamp";

  /** Day of the year in UTC, 1 to 366; absent where stamps tell no date. */
  static final String DAY = "day";

  static final String SESSION = "session";
  static final String CAMERA = "camera";

  /** Terms {@code name=value}. */
  static final String TAG = "tag";

  /** A thumbnail is small: a version with a million of them has to be copied and checked. */
  static final int MAX_THUMBNAIL_BYTES = 1 << 16;

  private static final int FIXED_BYTES = Integer.BYTES + Long.BYTES + 7 * Double.BYTES + 1;

  /** Squared length of the optical axis over the ground from which on it has a direction. */
  private static final double LEVEL = 1e-6;

  private PlaceFormat() {}

  static Document document(DescribedPlace described) {
    Place place = described.place();
    Document document = new Document();
    document.add(
        new KnnFloatVectorField(
            DESCRIPTOR, described.descriptor(), VectorSimilarityFunction.EUCLIDEAN));
    document.add(new BinaryDocValuesField(PLACE, new BytesRef(encode(place))));
    described
        .thumbnail()
        .ifPresent(
            jpeg -> {
              if (jpeg.length > MAX_THUMBNAIL_BYTES) {
                throw new IllegalArgumentException(
                    "the thumbnail of place %s has %d bytes; at most %d are kept"
                        .formatted(place.id(), jpeg.length, MAX_THUMBNAIL_BYTES));
              }
              document.add(new BinaryDocValuesField(THUMBNAIL, new BytesRef(jpeg)));
            });
    document.add(new IntPoint(INDEX, place.index()));
    document.add(new NumericDocValuesField(INDEX, place.index()));
    document.add(new XYPointField(GROUND, (float) place.pose().x(), (float) place.pose().y()));
    place
        .position()
        .ifPresent(p -> document.add(new LatLonPoint(GLOBE, p.latitude(), p.longitude())));
    headingDegrees(place.pose()).ifPresent(h -> document.add(new DoublePoint(HEADING, h)));
    document.add(new LongPoint(STAMP, place.stampNanos()));
    if (place.stampNanos() >= DatasetFrame.FIRST_DATE_NANOS) {
      document.add(new IntPoint(DAY, dayOfYear(place.stampNanos())));
    }
    document.add(new StringField(SESSION, place.session(), Field.Store.NO));
    document.add(new StringField(CAMERA, place.camera(), Field.Store.NO));
    place
        .tags()
        .forEach(
            (name, value) ->
                document.add(new StringField(TAG, tagTerm(name, value), Field.Store.NO)));
    return document;
  }

  static String tagTerm(String name, String value) {
    return name + "=" + value;
  }

  /**
   * Where a camera looks over the ground: the direction of its optical axis (z) in the map's x-y
   * plane, counterclockwise from x, in degrees from 0 to below 360. Empty where it looks straight
   * up or down.
   */
  static OptionalDouble headingDegrees(Pose pose) {
    Vector3d axis = pose.orientation().transform(new Vector3d(0, 0, 1));
    if (axis.x * axis.x + axis.y * axis.y < LEVEL) {
      return OptionalDouble.empty();
    }
    double degrees = Math.toDegrees(Math.atan2(axis.y, axis.x));
    return OptionalDouble.of(degrees < 0 ? Math.min(degrees + 360, Math.nextDown(360.0)) : degrees);
  }

  private static int dayOfYear(long stampNanos) {
    return LocalDate.ofInstant(
            Instant.ofEpochSecond(Math.floorDiv(stampNanos, 1_000_000_000L)), ZoneOffset.UTC)
        .getDayOfYear();
  }

  static byte[] encode(Place place) {
    byte[][] texts = new byte[3 + 2 * place.tags().size()][];
    texts[0] = utf8(place, place.id());
    texts[1] = utf8(place, place.session());
    texts[2] = utf8(place, place.camera());
    int next = 3;
    for (Map.Entry<String, String> tag : place.tags().entrySet()) {
      texts[next++] = utf8(place, tag.getKey());
      texts[next++] = utf8(place, tag.getValue());
    }
    int size = FIXED_BYTES + Short.BYTES + (place.position().isPresent() ? 2 * Double.BYTES : 0);
    for (byte[] text : texts) {
      size += Short.BYTES + text.length;
    }
    Pose pose = place.pose();
    ByteBuffer buffer =
        ByteBuffer.allocate(size)
            .putInt(place.index())
            .putLong(place.stampNanos())
            .putDouble(pose.x())
            .putDouble(pose.y())
            .putDouble(pose.z())
            .putDouble(pose.qx())
            .putDouble(pose.qy())
            .putDouble(pose.qz())
            .putDouble(pose.qw())
            .put((byte) (place.position().isPresent() ? 1 : 0));
    place.position().ifPresent(p -> buffer.putDouble(p.latitude()).putDouble(p.longitude()));
    for (int i = 0; i < texts.length; i++) {
      if (i == 3) {
        buffer.putShort((short) place.tags().size());
      }
      buffer.putShort((short) texts[i].length).put(texts[i]);
    }
    if (texts.length == 3) {
      buffer.putShort((short) 0);
    }
    return buffer.array();
  }

  private static byte[] utf8(Place place, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("the id of place %d is too long".formatted(place.index()));
    }
    return bytes;
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
    Optional<GeoPosition> position =
        buffer.get() == 1
            ? Optional.of(new GeoPosition(buffer.getDouble(), buffer.getDouble()))
            : Optional.empty();
    String id = text(buffer);
    String session = text(buffer);
    String camera = text(buffer);
    TreeMap<String, String> tags = new TreeMap<>();
    for (int i = buffer.getShort(); i > 0; i--) {
      tags.put(text(buffer), text(buffer));
    }
    return new Place(index, id, session, camera, stampNanos, pose, tags, position);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getShort()];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
