package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;

/**
 * Builds a version of a map: describes every frame, adds the places in a seeded random order
 * (driving order wrecks the graph), merges them into one segment, checks it, and only then writes
 * the manifest and makes the version the current one. A build that fails leaves nothing behind.
 */
public final class MapBuilder {

  static final String LUCENE = "lucene";

  private static final int MAX_CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;

  /**
   * Number of documents from which Lucene adds a graph: never, for a map that is searched exactly.
   */
  private static final int NO_GRAPH = Integer.MAX_VALUE;

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

  private record DescribedPlace(Place place, float[] descriptor) {}

  /**
   * Builds the next version of a map.
   *
   * @return its manifest
   * @throws WaymarkException when a data set has no poses, a picture is broken, or the disk does
   *     not take the map
   */
  public MapManifest build(List<Dataset> datasets, MapDirectory map, ProgressReporter reporter) {
    try {
      Files.createDirectories(map.root());
      Path building = Files.createTempDirectory(map.root(), ".building-");
      try {
        List<DescribedPlace> places = new ArrayList<>();
        List<MapManifest.Source> sources = new ArrayList<>();
        for (Dataset dataset : datasets) {
          sources.add(describe(dataset, places, reporter));
        }
        return finish(map, building, places, sources);
      } finally {
        deleteRecursively(building);
      }
    } catch (IOException e) {
      throw new WaymarkException("map %s cannot be written: %s".formatted(map.root(), e), e);
    }
  }

  private MapManifest.Source describe(
      Dataset dataset, List<DescribedPlace> places, ProgressReporter reporter) throws IOException {
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
                      new DescribedPlace(place(frame, places.size()), described.descriptor()));
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

  private static Place place(DatasetFrame frame, int index) {
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
    return new Place(index, frame.id(), frame.sequence(), frame.stampNanos(), pose);
  }

  private MapManifest finish(
      MapDirectory map,
      Path building,
      List<DescribedPlace> places,
      List<MapManifest.Source> sources)
      throws IOException {
    SearchMethod search = SearchMethod.suiting(places.size(), extractor.descriptorSize());
    writeLucene(building.resolve(LUCENE), places, search);
    String version = map.nextVersion();
    MapManifest manifest =
        new MapManifest(
            MapManifest.FORMAT,
            map.name(),
            version,
            extractor.model().id(),
            extractor.model().name(),
            extractor.descriptorSize(),
            options.frameId(),
            places.size(),
            extent(places),
            sources,
            new MapManifest.Build(search, options.seed(), MAX_CONNECTIONS, BEAM_WIDTH),
            Checksums.of(building.resolve(LUCENE)),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    manifest.write(building);
    Files.move(building, map.version(version));
    map.setCurrent(version);
    return manifest;
  }

  private void writeLucene(Path path, List<DescribedPlace> places, SearchMethod search)
      throws IOException {
    List<DescribedPlace> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, new Random(options.seed()));
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                LargeVectorsFormat.codec(
                    new Lucene99HnswVectorsFormat(
                        MAX_CONNECTIONS,
                        BEAM_WIDTH,
                        1,
                        null,
                        search == SearchMethod.EXACT ? NO_GRAPH : 0)))
            .setUseCompoundFile(false);
    try (Directory directory = new MMapDirectory(path)) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (DescribedPlace described : shuffled) {
          Descriptors.requireValid(described.descriptor(), extractor.descriptorSize());
          writer.addDocument(PlaceFormat.document(described.place(), described.descriptor()));
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) leaf.reader()).checkIntegrity();
        }
      }
    }
  }

  private static MapManifest.Extent extent(List<DescribedPlace> places) {
    double[] min = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] max = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (DescribedPlace described : places) {
      Pose pose = described.place().pose();
      double[] position = {pose.x(), pose.y(), pose.z()};
      for (int i = 0; i < position.length; i++) {
        min[i] = Math.min(min[i], position[i]);
        max[i] = Math.max(max[i], position[i]);
      }
    }
    return new MapManifest.Extent(min[0], min[1], min[2], max[0], max[1], max[2]);
  }

  private static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
