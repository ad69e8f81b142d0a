package org.waymark.core.label;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.digest.Digests;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * Recognises the frames of a data set by name, order, pose, position and camera. Pictures and depth
 * are not read, so that it stays cheap.
 */
public final class DatasetDigest {

  private DatasetDigest() {}

  /** SHA-256, in hexadecimal. */
  public static String of(Dataset dataset) {
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      return Digests.sha256(
          stream -> {
            DataOutputStream out = new DataOutputStream(stream);
            for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
              write(out, i.next());
            }
          });
    } catch (IOException e) {
      throw new WaymarkException(
          "data set '%s' cannot be read: %s".formatted(dataset.spec(), e.getMessage()), e);
    }
  }

  private static void write(DataOutputStream out, DatasetFrame frame) throws IOException {
    out.writeUTF(frame.id());
    out.writeBoolean(frame.panorama());
    Optional<Pose> pose = frame.pose();
    out.writeBoolean(pose.isPresent());
    if (pose.isPresent()) {
      for (double value : pose.get().toMatrix()) {
        out.writeDouble(value);
      }
    }
    Optional<GroundPosition> position = frame.position();
    out.writeBoolean(position.isPresent());
    if (position.isPresent()) {
      out.writeDouble(position.get().east());
      out.writeDouble(position.get().north());
      out.writeDouble(position.get().headingDegrees());
      out.writeUTF(position.get().zone());
    }
    Optional<Intrinsics> camera = frame.intrinsics();
    out.writeBoolean(camera.isPresent());
    if (camera.isPresent()) {
      Intrinsics k = camera.get();
      out.writeInt(k.width());
      out.writeInt(k.height());
      for (double value : new double[] {k.fx(), k.fy(), k.cx(), k.cy()}) {
        out.writeDouble(value);
      }
    }
  }
}
