package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;

/**
 * Builds a version of a map from data sets: describes every frame and writes what it found as the
 * next version. A build that fails leaves nothing behind.
 */
public final class MapBuilder {

  private final DescriptorExtractor extractor;
  private final Options options;

  public MapBuilder(DescriptorExtractor extractor, Options options) {
    this.extractor = extractor;
    this.options = options;
  }

  /**
   * How to build.
   *
   * @param frameId the frame that the poses are in, for ROS
   * @param seed of the order in which places are added
   * @param skipBroken leave out frames whose pictures are broken instead of failing at the first
   */
  public record Options(String frameId, long seed, boolean skipBroken) {

    public static Options defaults() {
      return new Options("map", 0, false);
    }
  }

  /**
   * Builds the next version of a map.
   *
   * @return its manifest
   * @throws WaymarkException when a data set has no poses, a picture is broken, or the disk does
   *     not take the map
   */
  public MapManifest build(List<Dataset> datasets, MapDirectory map, ProgressReporter reporter) {
    try {
      List<Path> made = map.create();
      boolean built = false;
      try {
        List<DescribedPlace> places = new ArrayList<>();
        List<MapManifest.Source> sources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> prefixes = PlaceNames.prefixes(datasets.stream().map(Dataset::spec).toList());
        for (int i = 0; i < datasets.size(); i++) {
          sources.add(describe(datasets.get(i), prefixes.get(i), places, names, reporter));
        }
        MapManifest manifest =
            new MapWriter(map, model(), options)
                .write(
                    places,
                    sources,
                    SearchMethod.suiting(places.size(), extractor.descriptorSize()));
        built = true;
        return manifest;
      } finally {
        if (!built) {
          MapDirectory.removeEmpty(made);
        }
      }
    } catch (IOException e) {
      throw new WaymarkException("map %s cannot be written: %s".formatted(map.root(), e), e);
    }
  }

  private MapWriter.Model model() {
    return new MapWriter.Model(
        extractor.model().id(), extractor.model().name(), extractor.descriptorSize());
  }

  private MapManifest.Source describe(
      Dataset dataset,
      String prefix,
      List<DescribedPlace> places,
      Set<String> names,
      ProgressReporter reporter)
      throws IOException {
    int before = places.size();
    List<String> skipped = new ArrayList<>();
    try (Progress progress = reporter.start("describing places", dataset.size());
        Stream<DatasetFrame> frames = dataset.frames()) {
      Iterator<DatasetFrame> iterator = frames.iterator();
      extractor.describe(
          iterator,
          DatasetFrame::image,
          (frame, result) -> {
            switch (result) {
              case Result.Described described ->
                  places.add(
                      new DescribedPlace(
                          place(frame, prefix, places.size(), names), described.descriptor()));
              case Result.Rejected rejected -> skipped.add(skip(frame, rejected));
            }
            progress.advance(1);
          });
    }
    if (places.size() == before) {
      throw new WaymarkException(
          "data set '%s' gave no place: all its pictures are broken".formatted(dataset.spec()));
    }
    var absolute =
        new org.waymark.core.dataset.DatasetSpec(
            dataset.spec().kind(),
            dataset.spec().path().toAbsolutePath().normalize(),
            dataset.spec().options());
    return new MapManifest.Source(absolute.toString(), places.size() - before, skipped);
  }

  private String skip(DatasetFrame frame, Result.Rejected rejected) {
    if (!options.skipBroken()) {
      throw new WaymarkException(
          "frame %s cannot be used: %s; leave broken pictures out with --skip-broken"
              .formatted(frame.id(), rejected.reason()));
    }
    return frame.id();
  }

  private static Place place(DatasetFrame frame, String prefix, int index, Set<String> names) {
    if (!names.add(prefix + frame.id())) {
      throw new WaymarkException(
          "frame %s is in two of the data sets; give each frame once".formatted(frame.id()));
    }
    Pose pose;
    try {
      pose =
          frame
              .pose()
              .orElseThrow(
                  () ->
                      new WaymarkException(
                          "frame %s has no pose; a map is built from recordings with poses"
                              .formatted(frame.id())));
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of frame %s cannot be read: %s".formatted(frame.id(), e.getMessage()), e);
    }
    return new Place(
        index, prefix + frame.id(), prefix + frame.sequence(), frame.stampNanos(), pose);
  }
}
