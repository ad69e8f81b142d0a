package org.waymark.bench.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.image.ImageData;
import org.waymark.core.npy.NpyMatrix;
import org.waymark.core.npy.NpyWriter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;

/** Describes pictures once and keeps the descriptors in .npy files, named by model and pictures. */
final class DescriptorCache {

  private final Path directory;
  private final DescriptorExtractor extractor;

  DescriptorCache(Path directory, DescriptorExtractor extractor) {
    this.directory = directory;
    this.extractor = extractor;
  }

  /** A picture that is made or read when it is needed. */
  interface Picture {
    ImageData get() throws IOException;
  }

  /** The descriptors of pictures; {@code name} must change when they do. */
  float[][] describe(String name, List<Picture> pictures) throws IOException {
    Path file = directory.resolve(extractor.model().id().substring(0, 8) + "-" + name + ".npy");
    if (!Files.exists(file)) {
      write(file, pictures);
    }
    float[][] descriptors = new float[pictures.size()][];
    try (NpyMatrix matrix = NpyMatrix.open(file)) {
      if (matrix.rows() != pictures.size()) {
        throw new WaymarkException(
            "%s has %d rows for %d pictures; remove it"
                .formatted(file, matrix.rows(), pictures.size()));
      }
      for (int i = 0; i < descriptors.length; i++) {
        descriptors[i] = matrix.row(i);
      }
    }
    return descriptors;
  }

  private void write(Path file, List<Picture> pictures) throws IOException {
    Files.createDirectories(directory);
    List<float[]> described = new ArrayList<>();
    extractor.describe(
        pictures.iterator(),
        Picture::get,
        (picture, result) -> {
          switch (result) {
            case Result.Described d -> described.add(d.descriptor());
            case Result.Rejected r -> throw new WaymarkException("a picture: " + r.reason());
          }
        });
    // Whoever is stopped half-way leaves no half a file.
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (NpyWriter writer = NpyWriter.create(part, described.size(), extractor.descriptorSize())) {
      for (float[] descriptor : described) {
        writer.write(descriptor);
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
