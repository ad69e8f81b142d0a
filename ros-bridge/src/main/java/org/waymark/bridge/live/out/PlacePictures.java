package org.waymark.bridge.live.out;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/** The pictures that a map was made of, in a folder: by a place's id, with or without an ending. */
final class PlacePictures {

  private static final List<String> ENDINGS =
      List.of("", ".jpg", ".png", ".jpeg", ".color.png", ".color.jpg");

  private final Path folder;

  PlacePictures(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The picture of a place; an id comes from the network and leads nowhere outside the folder. */
  Optional<ImageData> find(String place) {
    for (String ending : ENDINGS) {
      try {
        Path file = folder.resolve(place + ending).normalize();
        if (file.startsWith(folder)
            && Files.isRegularFile(file)
            && ImageFiles.encodingOf(file.getFileName().toString()).isPresent()) {
          return Optional.of(ImageFiles.read(file));
        }
      } catch (IOException | InvalidPathException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
