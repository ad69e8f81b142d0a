package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.trajectory.Similarity;

/** Writes the next version of a map with its places in another frame; all else stays as it is. */
public final class AlignedVersion {

  private AlignedVersion() {}

  /**
   * Writes it and makes it the current one.
   *
   * @param source the version whose places they are
   * @param alignment from the frame of {@code source} to the other; when {@code source} was aligned
   *     before, what is recorded is both together
   * @param frameId name of the other frame
   * @param geo where on the globe it lies
   * @throws WaymarkException when it cannot be written
   */
  public static MapManifest write(
      MapDirectory map,
      PlaceMap source,
      MapManifest.Alignment alignment,
      String frameId,
      GeoFrame geo,
      ProgressReporter reporter) {
    MapManifest manifest = source.manifest();
    try (PlaceStore places = PlaceStore.in(map.root(), manifest.descriptorSize())) {
      source.forEach(described -> put(places, described));
      MapManifest.SelfCheck check = manifest.build().selfCheck();
      SearchSettings settings =
          new SearchSettings(
              Optional.of(manifest.build().search()),
              manifest.build().quantization(),
              check == null ? SearchSettings.DEFAULT.recallTarget() : check.target(),
              manifest.build().seed());
      return new MapWriter(
              map,
              new MapWriter.Model(
                  manifest.modelId(), manifest.modelName(), manifest.descriptorSize()),
              settings,
              reporter)
          .write(
              moved(places, new Similarity(alignment.scale(), alignment.rigid())),
              new MapContent(
                  frameId,
                  geo,
                  manifest.sources(),
                  manifest.build().keyFrames(),
                  after(manifest.alignment(), alignment),
                  List.of()));
    } catch (IOException | UncheckedIOException e) {
      throw new WaymarkException(
          "map %s cannot be written: %s".formatted(map.root(), FileFailure.reason(e)), e);
    }
  }

  private static void put(PlaceStore places, DescribedPlace described) {
    try {
      places.put(described);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlaceSource moved(PlaceSource places, Similarity transform) {
    return new PlaceSource() {
      @Override
      public int size() {
        return places.size();
      }

      @Override
      public DescribedPlace get(int index) throws IOException {
        DescribedPlace described = places.get(index);
        return new DescribedPlace(
            described.place().withPose(transform.apply(described.place().pose())),
            described.descriptor(),
            described.thumbnail());
      }
    };
  }

  private static MapManifest.Alignment after(
      MapManifest.@Nullable Alignment before, MapManifest.Alignment now) {
    if (before == null) {
      return now;
    }
    return new MapManifest.Alignment(
        now.target(),
        before.scale() * now.scale(),
        new Similarity(now.scale(), now.rigid()).apply(before.rigid()),
        now.pairs(),
        now.inliers(),
        now.rmsMetres(),
        now.maxMetres());
  }
}
