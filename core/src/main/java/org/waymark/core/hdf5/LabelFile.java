package org.waymark.core.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.GradedLabels;

/**
 * Reads label files: HDF5 with {@code fov} (graded) or {@code sim} (binary), each a matrix {@code
 * [query][place]}, the condensed upper triangle of a square one, or a group in compressed sparse
 * row form, as docs/labels.md describes.
 */
public final class LabelFile {

  /** Graded labels, 0 to 1. */
  public static final String GRADED = "fov";

  /** Binary labels: 1 for the same place. */
  public static final String BINARY = "sim";

  private LabelFile() {}

  /**
   * Reads the graded labels, or the binary ones of a file without graded ones.
   *
   * @throws WaymarkException when the file is unreadable, has neither key, or holds something else
   *     than labels
   */
  public static GradedLabels read(Path file) {
    return open(
        file, hdf -> read(file, hdf, hdf.getChildren().containsKey(GRADED) ? GRADED : BINARY));
  }

  /** As {@link #read(Path)}, from the key of that name. */
  public static GradedLabels read(Path file, String key) {
    return open(file, hdf -> read(file, hdf, key));
  }

  private static <T> T open(Path file, Function<HdfFile, T> reading) {
    if (!Files.isRegularFile(file)) {
      throw new WaymarkException("there is no label file %s".formatted(file.toAbsolutePath()));
    }
    try (HdfFile hdf = new HdfFile(file)) {
      return reading.apply(hdf);
    } catch (WaymarkException e) {
      throw e;
    } catch (RuntimeException e) {
      // A damaged file can make the library fail in many ways besides its own exception.
      throw new WaymarkException(
          "%s is no readable HDF5 file: %s"
              .formatted(
                  file, e instanceof HdfException ? e.getMessage() : e.getClass().getSimpleName()),
          e);
    }
  }

  private static GradedLabels read(Path file, HdfFile hdf, String key) {
    Node node = hdf.getChildren().get(key);
    return switch (node) {
      case Dataset dataset -> LabelMatrices.read(new NumericDataset(file, dataset));
      case Group group -> SparseGroup.read(file, group);
      case null, default ->
          throw new WaymarkException(
              "%s has no labels '%s'; its keys are: %s. Labels are read from '%s' or '%s'"
                  .formatted(file, key, names(hdf), GRADED, BINARY));
    };
  }

  private static String names(Group group) {
    List<String> names = group.getChildren().keySet().stream().sorted().limit(20).toList();
    return names.isEmpty() ? "(none)" : names.stream().collect(Collectors.joining(", "));
  }
}
