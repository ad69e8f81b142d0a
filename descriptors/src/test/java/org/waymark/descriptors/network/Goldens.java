package org.waymark.descriptors.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Files that {@code src/test/python/goldens.py} made with torchvision. */
public final class Goldens {

  private Goldens() {}

  static List<String> lines(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Goldens.class.getResourceAsStream("/networks/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** One number a line. */
  public static float[] vector(String name) throws IOException {
    List<String> lines = lines(name);
    float[] values = new float[lines.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(lines.get(i));
    }
    return values;
  }
}
