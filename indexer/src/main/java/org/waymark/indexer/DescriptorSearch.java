package org.waymark.indexer;

import java.io.IOException;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.XYPointField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.waymark.indexer.search.SearchRequest;
import org.waymark.indexer.search.Seed;

/**
 * Finds the documents of a map's one segment whose descriptors are near another: through the graph,
 * or by comparing all that pass a filter where they are few. Asks the segment itself, because a map
 * has no other and Lucene's searcher costs as much again in a small map.
 *
 * <p>Safe for use by many threads.
 */
final class DescriptorSearch {

  /**
   * Up to this many numbers of passing descriptors comparing them all costs less than finding a way
   * through a graph most of whose nodes do not pass (some 0.7 ms on one core).
   */
  static final long SCAN_UP_TO = 5_000_000;

  /** More places to begin at add visits and no recall. */
  private static final int MAX_SEEDS = 32;

  /** Who knows about where the robot is wants to know it exactly: so many times the candidates. */
  private static final int SEEDED_EFFORT = 2;

  private final LeafReaderContext context;
  private final LeafReader leaf;
  private final IndexSearcher searcher;
  private final FilterQueries filters;
  private final SearchMethod method;
  private final int size;
  private final long scanUpTo;

  /**
   * @param searcher of one segment in which every document has a descriptor
   * @param scanUpTo how many numbers of passing descriptors are compared without the graph
   */
  DescriptorSearch(IndexSearcher searcher, MapManifest manifest, long scanUpTo) {
    this.searcher = searcher;
    this.context = searcher.getIndexReader().leaves().getFirst();
    this.leaf = context.reader();
    this.filters = new FilterQueries(leaf, manifest.name() + "/" + manifest.version());
    this.method = manifest.build().search();
    this.size = manifest.descriptorSize();
    this.scanUpTo = scanUpTo;
  }

  /**
   * What was found.
   *
   * @param documents best first; scores are Lucene's, {@code 1 / (1 + distance^2)}
   * @param visited how many descriptors were compared
   */
  record Found(ScoreDoc[] documents, long visited) {}

  /**
   * @param wanted how many documents at most; the more, the better a graph is searched
   */
  Found search(float[] descriptor, int wanted, SearchRequest request) throws IOException {
    FixedBitSet passing = null;
    if (!request.filter().passesEverything()) {
      passing = documents(filters.of(request.filter()));
      int count = passing.cardinality();
      if (count == 0) {
        return new Found(new ScoreDoc[0], 0);
      }
      if (method == SearchMethod.EXACT || (long) count * size <= scanUpTo) {
        return scan(descriptor, wanted, passing, count);
      }
      Found found = graph(descriptor, wanted, passing, count, request);
      boolean finished =
          found.visited() < count && found.documents().length >= Math.min(wanted, count);
      return finished ? found : scan(descriptor, wanted, passing, count);
    }
    return method == SearchMethod.EXACT
        ? scan(descriptor, wanted, null, leaf.maxDoc())
        : graph(descriptor, wanted, null, Integer.MAX_VALUE, request);
  }

  /**
   * @param visitLimit the search ends at so many visits, unfinished
   */
  private Found graph(
      float[] descriptor,
      int wanted,
      @Nullable FixedBitSet passing,
      int visitLimit,
      SearchRequest request)
      throws IOException {
    KnnSearchStrategy strategy = KnnSearchStrategy.Hnsw.DEFAULT;
    int candidates = wanted;
    long visited = 0;
    if (request.seed().isPresent()) {
      FixedBitSet entries = near(request.seed().get());
      if (entries.cardinality() > 0) {
        // Where the search would begin without the seed, so that a wrong one leads nowhere worse.
        TopKnnCollector usual = new TopKnnCollector(1, Integer.MAX_VALUE);
        leaf.searchNearestVectors(
            PlaceFormat.DESCRIPTOR, descriptor, usual, accept(null, leaf.maxDoc()));
        visited = usual.visitedCount();
        for (ScoreDoc hit : usual.topDocs().scoreDocs) {
          entries.set(hit.doc);
        }
        int count = entries.cardinality();
        strategy =
            new KnnSearchStrategy.Seeded(new BitSetIterator(entries, count), count, strategy);
        candidates = SEEDED_EFFORT * wanted;
      }
    }
    TopKnnCollector collector = new TopKnnCollector(candidates, visitLimit, strategy);
    leaf.searchNearestVectors(
        PlaceFormat.DESCRIPTOR, descriptor, collector, accept(passing, leaf.maxDoc()));
    return new Found(collector.topDocs().scoreDocs, visited + collector.visitedCount());
  }

  private static AcceptDocs accept(@Nullable FixedBitSet passing, int maxDoc) {
    return passing == null
        ? AcceptDocs.fromLiveDocs(null, maxDoc)
        : AcceptDocs.fromIteratorSupplier(
            () -> new BitSetIterator(passing, passing.cardinality()), null, maxDoc);
  }

  private Found scan(float[] descriptor, int wanted, @Nullable FixedBitSet passing, int count)
      throws IOException {
    FloatVectorValues vectors = leaf.getFloatVectorValues(PlaceFormat.DESCRIPTOR);
    VectorScorer.Bulk scorer =
        vectors
            .rescorer(descriptor)
            .bulk(passing == null ? null : new BitSetIterator(passing, count));
    TopKnnCollector best = new TopKnnCollector(Math.min(wanted, count), Integer.MAX_VALUE);
    DocAndFloatFeatureBuffer scored = new DocAndFloatFeatureBuffer();
    while (true) {
      float highest =
          scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, leaf.getLiveDocs(), scored);
      if (scored.size == 0) {
        return new Found(best.topDocs().scoreDocs, count);
      }
      if (highest < best.minCompetitiveSimilarity()) {
        continue;
      }
      for (int i = 0; i < scored.size; i++) {
        best.collect(scored.docs[i], scored.features[i]);
      }
    }
  }

  /** Some places around the seed; none when none lie there. */
  private FixedBitSet near(Seed seed) throws IOException {
    FixedBitSet all =
        documents(
            XYPointField.newDistanceQuery(
                PlaceFormat.GROUND,
                (float) seed.pose().x(),
                (float) seed.pose().y(),
                (float) seed.radiusMetres()));
    int count = all.cardinality();
    if (count <= MAX_SEEDS) {
      return all;
    }
    // Documents lie in random order, so that any of them are spread over the area.
    FixedBitSet some = new FixedBitSet(all.length());
    for (int i = 0, doc = all.nextSetBit(0); i < MAX_SEEDS; i++, doc = all.nextSetBit(doc + 1)) {
      some.set(doc);
    }
    return some;
  }

  /** The document of the place with this number; -1 when the map has none. */
  int document(int index) throws IOException {
    FixedBitSet found = documents(IntPoint.newExactQuery(PlaceFormat.INDEX, index));
    int first = found.nextSetBit(0);
    return first == DocIdSetIterator.NO_MORE_DOCS ? -1 : first;
  }

  private FixedBitSet documents(Query query) throws IOException {
    FixedBitSet result = new FixedBitSet(leaf.maxDoc());
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    ScorerSupplier supplier = weight.scorerSupplier(context);
    if (supplier != null) {
      result.or(supplier.get(Long.MAX_VALUE).iterator());
    }
    return result;
  }
}
