package org.waymark.descriptors.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The golden pictures. */
final class Pictures {

  private Pictures() {}

  static byte[] read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Pictures.class.getResourceAsStream("/pictures/" + name), name)) {
      return in.readAllBytes();
    }
  }
}
