package org.waymark.core.dataset.convert;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;

/**
 * Writes the index file that GCL's authors make with their {@code create_json_idx.py}: {@code
 * im_prefix}, {@code im_paths} relative to it, and {@code poses} (x y z qx qy qz qw) or {@code loc}
 * (east, north, heading), or neither where the data set has neither.
 */
public final class JsonIndexWriter {

  private JsonIndexWriter() {}

  /**
   * Writes a file.
   *
   * @param progress advances by one for each frame
   * @throws WaymarkException when some frames have a pose or position and others have none: a
   *     reader finds them by their number
   */
  public static void write(Dataset dataset, Path file, Progress progress) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("im_prefix", dataset.root().toString());
      json.writeArrayFieldStart("im_paths");
      DatasetFrame first = writePaths(dataset, json, progress);
      json.writeEndArray();
      if (first.pose().isPresent()) {
        json.writeArrayFieldStart("poses");
        each(dataset, frame -> writePose(frame, json));
        json.writeEndArray();
      } else if (first.position().isPresent()) {
        json.writeArrayFieldStart("loc");
        each(dataset, frame -> writeLocation(frame, json));
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }

  private static DatasetFrame writePaths(Dataset dataset, JsonGenerator json, Progress progress)
      throws IOException {
    each(
        dataset,
        frame -> {
          json.writeString(PicturePaths.relative(frame, dataset.root()));
          progress.advance(1);
        });
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      return frames.findFirst().orElseThrow();
    }
  }

  private static void writePose(DatasetFrame frame, JsonGenerator json) throws IOException {
    Pose p = frame.pose().orElseThrow(() -> missing(frame, "pose"));
    double[] numbers = {p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw()};
    json.writeArray(numbers, 0, numbers.length);
  }

  private static void writeLocation(DatasetFrame frame, JsonGenerator json) throws IOException {
    GroundPosition p = frame.position().orElseThrow(() -> missing(frame, "position"));
    json.writeStartArray();
    json.writeNumber(p.east());
    json.writeNumber(p.north());
    if (p.heading().isPresent()) {
      json.writeNumber(p.headingDegrees());
    }
    json.writeEndArray();
  }

  private static WaymarkException missing(DatasetFrame frame, String what) {
    return new WaymarkException(
        "frame %s has no %s, but others have; the JSON index has no place for such a frame: use --to waymark"
            .formatted(frame.id(), what));
  }

  private interface Step {
    void take(DatasetFrame frame) throws IOException;
  }

  private static void each(Dataset dataset, Step step) throws IOException {
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
        step.take(i.next());
      }
    }
  }
}
