package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.waymark.core.WaymarkException;

/**
 * One version of a map, open for searching. Safe for use by many threads; close it when nobody
 * searches any more.
 *
 * <pre>{@code
 * try (PlaceMap map = PlaceMap.open(new MapDirectory(path).current())) {
 *   List<Match> best = map.search(descriptor, 10);
 * }
 * }</pre>
 */
public final class PlaceMap implements AutoCloseable {

  /**
   * What Lucene is asked for at least. A graph finds better neighbours when asked for more (see
   * docs/decisions); and Lucene's scores round distances near zero to 2e-4, so that the nearest few
   * may come in a wrong order until their distances are computed anew.
   */
  private static final int MIN_K = 100;

  private static final Comparator<Match> NEAREST_FIRST =
      Comparator.comparingDouble(Match::distance).thenComparingInt(m -> m.place().index());

  private final MapManifest manifest;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final LeafReader leaf;

  private PlaceMap(MapManifest manifest, Directory directory, DirectoryReader reader) {
    this.manifest = manifest;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.leaf = reader.leaves().getFirst().reader();
  }

  /**
   * Opens a version after checking every byte of it.
   *
   * @param version its directory, see {@link MapDirectory#current()}
   * @throws WaymarkException when it is no finished map, or a file is missing or changed
   */
  public static PlaceMap open(Path version) {
    MapManifest manifest = MapManifest.read(version);
    Checksums.verify(version.resolve(MapWriter.LUCENE), manifest.files());
    try {
      return openVerified(version, manifest);
    } catch (IOException | IllegalArgumentException e) {
      throw new WaymarkException(
          "map %s cannot be opened: %s; rebuild it with: waymark index build"
              .formatted(version, e.getMessage()),
          e);
    }
  }

  private static PlaceMap openVerified(Path version, MapManifest manifest) throws IOException {
    Directory directory = new MMapDirectory(version.resolve(MapWriter.LUCENE));
    try {
      DirectoryReader reader = DirectoryReader.open(directory);
      if (reader.leaves().size() != 1 || reader.numDocs() != manifest.places()) {
        int places = reader.numDocs();
        reader.close();
        throw new WaymarkException(
            "map %s holds %d places, its manifest says %d"
                .formatted(version, places, manifest.places()));
      }
      FloatVectorValues vectors =
          reader.leaves().getFirst().reader().getFloatVectorValues(PlaceFormat.DESCRIPTOR);
      if (vectors == null || vectors.dimension() != manifest.descriptorSize()) {
        reader.close();
        throw new WaymarkException(
            "map %s does not hold descriptors of %d numbers, as its manifest says; rebuild it with: waymark index build"
                .formatted(version, manifest.descriptorSize()));
      }
      return new PlaceMap(manifest, directory, reader);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  public MapManifest manifest() {
    return manifest;
  }

  /**
   * Refuses a model whose descriptors this map does not hold.
   *
   * @throws WaymarkException naming both ids and the way out
   */
  public void requireModel(String modelId, String modelName) {
    if (!manifest.modelId().equals(modelId)) {
      throw new WaymarkException(
          ("map %s/%s was built with model %s (%s), this is model %s (%s); give that model with --model, or rebuild the map"
                  + " with: waymark index build")
              .formatted(
                  manifest.name(),
                  manifest.version(),
                  manifest.modelId(),
                  manifest.modelName(),
                  modelId,
                  modelName));
    }
  }

  /**
   * The {@code k} places whose descriptors are nearest, nearest first; fewer in a map of fewer
   * places. Places at equal distance come in the map's order.
   *
   * @param k at least 1
   * @throws IllegalArgumentException when the descriptor has another size than the map's or is not
   *     L2-normalized
   */
  public List<Match> search(float[] descriptor, int k) {
    Descriptors.requireValid(descriptor, manifest.descriptorSize());
    if (k < 1) {
      throw new IllegalArgumentException("the nearest %d places".formatted(k));
    }
    int wanted = (int) Math.min(manifest.places(), Math.max(k, MIN_K));
    try {
      ScoreDoc[] hits =
          searcher.search(
                  new KnnFloatVectorQuery(PlaceFormat.DESCRIPTOR, descriptor, wanted), wanted)
              .scoreDocs;
      return matches(descriptor, hits).stream().sorted(NEAREST_FIRST).limit(k).toList();
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s/%s can no longer be read: %s"
              .formatted(manifest.name(), manifest.version(), e.getMessage()),
          e);
    }
  }

  /** With distances from the vectors themselves, not from Lucene's scores. */
  private List<Match> matches(float[] descriptor, ScoreDoc[] hits) throws IOException {
    ScoreDoc[] byDocument = hits.clone();
    java.util.Arrays.sort(byDocument, Comparator.comparingInt(hit -> hit.doc));
    FloatVectorValues vectors = leaf.getFloatVectorValues(PlaceFormat.DESCRIPTOR);
    KnnVectorValues.DocIndexIterator documents = vectors.iterator();
    BinaryDocValues places = leaf.getBinaryDocValues(PlaceFormat.PLACE);
    List<Match> matches = new ArrayList<>(hits.length);
    for (ScoreDoc hit : byDocument) {
      if (!places.advanceExact(hit.doc) || documents.advance(hit.doc) != hit.doc) {
        throw new IOException("place without descriptor or pose");
      }
      float distance = Descriptors.distance(descriptor, vectors.vectorValue(documents.index()));
      matches.add(new Match(PlaceFormat.decode(places.binaryValue()), distance));
    }
    return matches;
  }

  /**
   * Distances to every place.
   *
   * @return by {@link Place#index()}
   */
  public float[] distances(float[] descriptor) {
    Descriptors.requireValid(descriptor, manifest.descriptorSize());
    float[] result = new float[(int) manifest.places()];
    try {
      FloatVectorValues vectors = leaf.getFloatVectorValues(PlaceFormat.DESCRIPTOR);
      KnnVectorValues.DocIndexIterator documents = vectors.iterator();
      BinaryDocValues places = leaf.getBinaryDocValues(PlaceFormat.PLACE);
      for (int doc = 0; doc < result.length; doc++) {
        if (!places.advanceExact(doc) || documents.advance(doc) != doc) {
          throw new IOException("place without descriptor or pose");
        }
        result[PlaceFormat.decode(places.binaryValue()).index()] =
            Descriptors.distance(descriptor, vectors.vectorValue(documents.index()));
      }
      return result;
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s/%s can no longer be read: %s"
              .formatted(manifest.name(), manifest.version(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try (directory;
        reader) {
      // Both are closed here.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
