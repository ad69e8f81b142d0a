package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;

/**
 * Writes described places as the next version of a map: adds them in a seeded random order (driving
 * order wrecks the graph), merges them into one segment, checks it, and only then writes the
 * manifest and makes the version the current one.
 */
final class MapWriter {

  static final String LUCENE = "lucene";

  private static final int MAX_CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;

  /** See docs/decisions. */
  private static final int BEAM_AT_SEARCH = 100;

  private final MapDirectory map;
  private final Model model;
  private final MapBuilder.Options options;

  /** Whose descriptors are written. */
  record Model(String id, String name, int descriptorSize) {}

  MapWriter(MapDirectory map, Model model, MapBuilder.Options options) {
    this.map = map;
    this.model = model;
    this.options = options;
  }

  MapManifest write(
      List<DescribedPlace> places, List<MapManifest.Source> sources, SearchMethod search)
      throws IOException {
    Path building = map.startBuilding();
    try {
      writeLucene(building.resolve(LUCENE), places, search);
      SequencedMap<String, String> files = Checksums.of(building.resolve(LUCENE));
      MapManifest manifest;
      do {
        manifest = manifest(map.nextVersion(), places, sources, search, files);
        manifest.write(building);
      } while (!map.publish(building, manifest.version()));
      return manifest;
    } finally {
      MapDirectory.deleteRecursively(building);
    }
  }

  private MapManifest manifest(
      String version,
      List<DescribedPlace> places,
      List<MapManifest.Source> sources,
      SearchMethod search,
      SequencedMap<String, String> files) {
    PlaceSurvey survey = new PlaceSurvey();
    places.forEach(described -> survey.add(described.place()));
    return new MapManifest(
        MapManifest.FORMAT,
        map.name(),
        version,
        model.id(),
        model.name(),
        model.descriptorSize(),
        options.frameId(),
        GeoFrame.NONE,
        survey.places(),
        survey.extent(),
        survey.contents(),
        sources,
        new MapManifest.Build(
            search,
            options.seed(),
            MAX_CONNECTIONS,
            BEAM_WIDTH,
            BEAM_AT_SEARCH,
            Quantization.FLOAT32,
            "every frame",
            0,
            null),
        null,
        files,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private void writeLucene(Path path, List<DescribedPlace> places, SearchMethod search)
      throws IOException {
    List<DescribedPlace> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, new Random(options.seed()));
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                VectorFormats.codec(search, Quantization.FLOAT32, MAX_CONNECTIONS, BEAM_WIDTH))
            .setUseCompoundFile(false);
    // Nobody else knows this directory; Lucene's lock file would stay and become part of the map.
    try (Directory directory = new MMapDirectory(path, NoLockFactory.INSTANCE)) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (DescribedPlace described : shuffled) {
          Descriptors.requireValid(described.descriptor(), model.descriptorSize());
          writer.addDocument(PlaceFormat.document(described));
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
}
