package org.waymark.core.dataset.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.image.ImageFiles;

/** The camera that took some pictures of a data set. */
@FunctionalInterface
public interface Camera {

  /** Its intrinsics for the size of {@code picture}. */
  Intrinsics intrinsics(Path picture) throws IOException;

  /** A camera of which everything is known. */
  static Camera of(Intrinsics intrinsics) {
    return picture -> intrinsics;
  }

  /** A camera whose pictures' size is written nowhere but in the pictures themselves. */
  static Camera ofFocalLength(double fx, double fy, double cx, double cy) {
    return picture -> {
      ImageFiles.Size size =
          ImageFiles.size(Files.readAllBytes(picture))
              .orElseThrow(() -> new IOException(picture + " has no readable header"));
      return new Intrinsics(size.width(), size.height(), fx, fy, cx, cy);
    };
  }
}
