package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;

/**
 * Makes a version of a map from places whose descriptors are there already: of another program, or
 * made up for a comparison.
 */
public final class MapImport {

  private MapImport() {}

  /** Whose descriptors they are; only descriptors of the same id may be searched in the map. */
  public record Model(String id, String name, int descriptorSize) {}

  /** The places, which are asked for in any order and more than once. */
  public interface Source {

    int size();

    /**
     * @return with this {@link Place#index()}
     */
    Place place(int index);

    /**
     * @return L2-normalized
     */
    float[] descriptor(int index);

    /** Descriptors of pictures that are no places, to try the map with; the more, the better. */
    default List<float[]> heldOut() {
      return List.of();
    }
  }

  /**
   * Writes the next version.
   *
   * @return its manifest
   * @throws WaymarkException when the disk does not take it, or searches would not find what they
   *     must
   */
  public static MapManifest write(
      MapDirectory map,
      Model model,
      Source source,
      SearchSettings settings,
      ProgressReporter reporter) {
    try {
      List<Path> made = map.create();
      boolean written = false;
      try {
        MapManifest manifest =
            new MapWriter(
                    map,
                    new MapWriter.Model(model.id(), model.name(), model.descriptorSize()),
                    settings,
                    reporter)
                .write(
                    new PlaceSource() {
                      @Override
                      public int size() {
                        return source.size();
                      }

                      @Override
                      public DescribedPlace get(int index) {
                        return new DescribedPlace(source.place(index), source.descriptor(index));
                      }
                    },
                    new MapContent(
                        "map", GeoFrame.NONE, List.of(), "every frame", null, source.heldOut()));
        written = true;
        return manifest;
      } finally {
        if (!written) {
          MapDirectory.removeEmpty(made);
        }
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s cannot be written: %s".formatted(map.root(), FileFailure.reason(e)), e);
    }
  }
}
