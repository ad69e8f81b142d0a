package org.waymark.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.digest.Digests;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.trainer.pair.LabelledSite;

/**
 * Where a site's pictures and labels are.
 *
 * @param queries a data set's name
 * @param places a data set's name; may be the same
 * @param labels the label file, {@code [query][place]}
 * @param sha256 of the label file
 */
public record SiteSpec(String queries, String places, String labels, String sha256) {

  /**
   * Names a site, and digests its labels.
   *
   * @throws WaymarkException when the label file cannot be read
   */
  public static SiteSpec of(String queries, String places, Path labels) {
    return new SiteSpec(
        queries, places, labels.toAbsolutePath().normalize().toString(), digest(labels));
  }

  private static String digest(Path labels) {
    if (!Files.isRegularFile(labels)) {
      throw new WaymarkException(
          "there is no label file %s; make it with: waymark dataset label"
              .formatted(labels.toAbsolutePath()));
    }
    try {
      return Digests.sha256(labels);
    } catch (IOException e) {
      throw new WaymarkException(
          "labels %s cannot be read: %s".formatted(labels, e.getMessage()), e);
    }
  }

  /**
   * Opens all of them.
   *
   * @throws WaymarkException when something is missing, of another size, or has changed since the
   *     digest was taken
   */
  static List<LabelledSite> open(List<SiteSpec> specs) {
    return specs.stream().map(SiteSpec::open).toList();
  }

  private LabelledSite open() {
    Path file = Path.of(labels);
    if (!digest(file).equals(sha256)) {
      throw new WaymarkException(
          "labels %s have changed since this training began; begin a new one in another folder"
              .formatted(file));
    }
    Dataset left = Datasets.open(queries);
    Dataset right = queries.equals(places) ? left : Datasets.open(places);
    return LabelledSite.of(left, right, LabelFile.read(file), labels);
  }
}
