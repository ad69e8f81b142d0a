package org.waymark.descriptors;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * The model that is used where none is named: trained on simulated buildings and shipped inside
 * this module; {@code models/default} in the source tree, where its card says what to expect.
 */
final class DefaultModel {

  private static final String FOLDER = "models/default";

  private DefaultModel() {}

  /** Reads it whole, from a directory of classes as from a jar. */
  static ModelBundle load() {
    URL marker = DefaultModel.class.getResource(FOLDER + "/" + ModelJson.FILE);
    if (marker == null) {
      throw new IllegalStateException("the module lacks " + FOLDER);
    }
    try {
      URI uri = marker.toURI();
      if (!uri.getScheme().equals("jar")) {
        return ModelBundle.load(parent(Path.of(uri)));
      }
      String[] parts = uri.toString().substring("jar:".length()).split("!", 2);
      try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0])))) {
        return ModelBundle.load(parent(jar.getPath(parts[1]))).inMemory();
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "the default model cannot be read: %s; build Waymark again"
              .formatted(FileFailure.reason(e)),
          e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(marker.toString(), e);
    }
  }

  private static Path parent(Path file) {
    Path directory = file.getParent();
    return directory == null ? file : directory;
  }
}
