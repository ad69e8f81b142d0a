package org.waymark.core.prediction;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageFiles;

/**
 * Pose files as the long-term visual localization benchmark takes them: {@code name qw qx qy qz x y
 * z} a line, with the rotation that takes the world's axes to the camera's.
 */
public enum PoseSubmission {

  /** RobotCar Seasons: {@code rear/<stamp>.jpg}, and the translation of world to camera. */
  ROBOTCAR(2) {
    @Override
    Pose written(Pose cameraToWorld) {
      return cameraToWorld.inverse();
    }
  },

  /** Extended CMU Seasons: {@code img_...jpg}, and the centre of the camera in the world. */
  CMU(1) {
    @Override
    Pose written(Pose cameraToWorld) {
      Pose turned = cameraToWorld.inverse();
      return new Pose(
          cameraToWorld.x(),
          cameraToWorld.y(),
          cameraToWorld.z(),
          turned.qx(),
          turned.qy(),
          turned.qz(),
          turned.qw());
    }
  };

  private final int nameParts;

  PoseSubmission(int nameParts) {
    this.nameParts = nameParts;
  }

  abstract Pose written(Pose cameraToWorld);

  /**
   * Writes poses in the order given.
   *
   * @param cameraToWorld by the id of the frame, of whose path the last parts are its name
   * @throws WaymarkException when the file cannot be written
   */
  public void write(Path file, SequencedMap<String, Pose> cameraToWorld) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (var entry : cameraToWorld.entrySet()) {
        Pose p = written(entry.getValue());
        writer.write(
            "%s %s %s %s %s %s %s %s\n"
                .formatted(
                    name(entry.getKey()), p.qw(), p.qx(), p.qy(), p.qz(), p.x(), p.y(), p.z()));
      }
    } catch (IOException e) {
      throw new WaymarkException("poses %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private String name(String id) {
    List<String> parts = List.of(id.replace('\\', '/').split("/", -1));
    String name =
        String.join("/", parts.subList(Math.max(0, parts.size() - nameParts), parts.size()));
    return ImageFiles.encodingOf(name).isPresent() ? name : name + ".jpg";
  }
}
