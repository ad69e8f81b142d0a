package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.search.SearchRequest;

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
   * Lucene's scores are float32, so that they cannot tell distances apart that are nearly the same,
   * and near zero round them to 2e-4. What scores within this of the last that is wanted is
   * compared anew.
   */
  private static final float SCORE_MARGIN = 1e-6f;

  /** The beam of a map is tried for ten places, four candidates each or more. */
  private static final int CANDIDATES_PER_PLACE = 4;

  /** Who predicts where to look wants nearly everything found, not 99%. */
  private static final int SEEDED_BEAM = 100;

  private static final Comparator<Candidate> NEAREST_FIRST =
      Comparator.comparingDouble(Candidate::distance).thenComparingInt(Candidate::index);

  private final Path version;
  private final MapManifest manifest;
  private final MapLease lease;
  private final Directory directory;
  private final DirectoryReader reader;
  private final LeafReader leaf;
  private final DescriptorSearch search;

  private PlaceMap(
      Path version,
      MapManifest manifest,
      MapLease lease,
      Directory directory,
      DirectoryReader reader) {
    this.version = version;
    this.manifest = manifest;
    this.lease = lease;
    this.directory = directory;
    this.reader = reader;
    this.leaf = reader.leaves().getFirst().reader();
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    this.search = new DescriptorSearch(searcher, manifest, DescriptorSearch.SCAN_UP_TO);
  }

  /**
   * Opens a version after checking every byte of it. It is not pruned until it is closed.
   *
   * @param version its directory, see {@link MapDirectory#current()}
   * @throws WaymarkException when it is no finished map, or a file is missing or changed
   */
  public static PlaceMap open(Path version) {
    MapLease lease = MapLease.of(version);
    boolean opened = false;
    try {
      MapManifest manifest = MapFiles.verify(version);
      PlaceMap map = openVerified(version, manifest, lease);
      opened = true;
      return map;
    } catch (IOException | IllegalArgumentException e) {
      throw new WaymarkException(
          "map %s cannot be opened: %s; rebuild it with: waymark index build"
              .formatted(version, e.getMessage()),
          e);
    } finally {
      if (!opened) {
        lease.close();
      }
    }
  }

  private static PlaceMap openVerified(Path version, MapManifest manifest, MapLease lease)
      throws IOException {
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
      if (vectors == null
          || vectors.size() != manifest.places()
          || vectors.dimension() != manifest.descriptorSize()) {
        reader.close();
        throw new WaymarkException(
            "map %s does not hold descriptors of %d numbers, as its manifest says; rebuild it with: waymark index build"
                .formatted(version, manifest.descriptorSize()));
      }
      return new PlaceMap(version, manifest, lease, directory, reader);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  public MapManifest manifest() {
    return manifest;
  }

  /** The directory that it was opened from. */
  public Path version() {
    return version;
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
    return search(descriptor, SearchRequest.nearest(k)).matches();
  }

  /**
   * The nearest of the places that a request asks for; fewer than it asks for where fewer pass its
   * filter.
   *
   * @throws IllegalArgumentException when the descriptor has another size than the map's or is not
   *     L2-normalized
   * @throws WaymarkException when the filter names a session, camera or tag that no place has
   */
  public SearchResult search(float[] descriptor, SearchRequest request) {
    Descriptors.requireValid(descriptor, manifest.descriptorSize());
    int k = (int) Math.min(manifest.places(), request.k());
    int beam = request.beam().orElseGet(() -> beamFor(k, request));
    int wanted = (int) Math.min(manifest.places(), Math.max(k, beam));
    try {
      DescriptorSearch.Found found = search.search(descriptor, wanted, request);
      return new SearchResult(matches(descriptor, found.documents(), k), found.visited());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int beamFor(int k, SearchRequest request) {
    int least = Math.max(manifest.build().beamAtSearch(), CANDIDATES_PER_PLACE * k);
    return request.seed().isPresent() ? Math.max(SEEDED_BEAM, least) : least;
  }

  /** A document with its distance from the vectors themselves, not from Lucene's score. */
  private record Candidate(int doc, int index, float distance) {}

  /** The best {@code k}; only they are decoded. */
  private List<Match> matches(float[] descriptor, ScoreDoc[] hits, int k) throws IOException {
    List<Match> matches = new ArrayList<>(k);
    BinaryDocValues places = DocValues.getBinary(leaf, PlaceFormat.PLACE);
    for (Candidate candidate : compared(descriptor, hits, k)) {
      if (matches.size() == k) {
        break;
      }
      // Doc values only go forward.
      if (places.docID() >= candidate.doc()) {
        places = DocValues.getBinary(leaf, PlaceFormat.PLACE);
      }
      if (!places.advanceExact(candidate.doc())) {
        throw new IOException("descriptor without place");
      }
      matches.add(new Match(PlaceFormat.decode(places.binaryValue()), candidate.distance()));
    }
    return matches;
  }

  private List<Candidate> compared(float[] descriptor, ScoreDoc[] hits, int k) throws IOException {
    float least =
        manifest.build().quantization() == Quantization.FLOAT32 && hits.length > k
            ? hits[k - 1].score - SCORE_MARGIN
            : 0;
    FloatVectorValues vectors = leaf.getFloatVectorValues(PlaceFormat.DESCRIPTOR);
    NumericDocValues indexes = DocValues.getNumeric(leaf, PlaceFormat.INDEX);
    List<Candidate> candidates = new ArrayList<>(hits.length);
    ScoreDoc[] byDocument =
        Arrays.stream(hits).filter(hit -> hit.score >= least).toArray(ScoreDoc[]::new);
    Arrays.sort(byDocument, Comparator.comparingInt(hit -> hit.doc));
    for (ScoreDoc hit : byDocument) {
      if (!indexes.advanceExact(hit.doc)) {
        throw new IOException("descriptor without place");
      }
      // Every document has a descriptor, so that they have the same numbers.
      float distance = Descriptors.distance(descriptor, vectors.vectorValue(hit.doc));
      candidates.add(new Candidate(hit.doc, (int) indexes.longValue(), distance));
    }
    candidates.sort(NEAREST_FIRST);
    return candidates;
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
      NumericDocValues indexes = DocValues.getNumeric(leaf, PlaceFormat.INDEX);
      for (int doc = 0; doc < result.length; doc++) {
        if (!indexes.advanceExact(doc)) {
          throw new IOException("descriptor without place");
        }
        result[(int) indexes.longValue()] =
            Descriptors.distance(descriptor, vectors.vectorValue(doc));
      }
      return result;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The picture of a place, small, as JPEG; empty when the map was built without. */
  public Optional<byte[]> thumbnail(Place place) {
    try {
      int doc = search.document(place.index());
      BinaryDocValues thumbnails = DocValues.getBinary(leaf, PlaceFormat.THUMBNAIL);
      return doc >= 0 && thumbnails.advanceExact(doc)
          ? Optional.of(copy(thumbnails.binaryValue()))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static byte[] copy(BytesRef bytes) {
    return Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length);
  }

  /**
   * Every place with its descriptor, in the order in which they lie in the map, which is random.
   */
  public void forEachPlace(BiConsumer<Place, float[]> consumer) {
    forEach(described -> consumer.accept(described.place(), described.descriptor()));
  }

  /**
   * Every place with its descriptor and thumbnail, in the order in which they lie in the map, which
   * is random.
   */
  public void forEach(Consumer<DescribedPlace> consumer) {
    try {
      FloatVectorValues vectors = leaf.getFloatVectorValues(PlaceFormat.DESCRIPTOR);
      BinaryDocValues places = DocValues.getBinary(leaf, PlaceFormat.PLACE);
      BinaryDocValues thumbnails = DocValues.getBinary(leaf, PlaceFormat.THUMBNAIL);
      for (int doc = 0; doc < leaf.maxDoc(); doc++) {
        if (!places.advanceExact(doc)) {
          throw new IOException("descriptor without place");
        }
        consumer.accept(
            new DescribedPlace(
                PlaceFormat.decode(places.binaryValue()),
                vectors.vectorValue(doc).clone(),
                thumbnails.advanceExact(doc)
                    ? Optional.of(copy(thumbnails.binaryValue()))
                    : Optional.empty()));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private WaymarkException unreadable(IOException e) {
    return new WaymarkException(
        "map %s/%s can no longer be read: %s"
            .formatted(manifest.name(), manifest.version(), e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try (lease;
        directory;
        reader) {
      // All are closed here.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
