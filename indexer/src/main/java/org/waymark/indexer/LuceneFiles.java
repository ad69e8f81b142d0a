package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Writes a map's Lucene index: one segment, its places in a seeded random order, because driving
 * order wrecks the graph. Holds a bounded part of the descriptors at once.
 */
final class LuceneFiles {

  private static final double BUFFER_MEGABYTES = 128;

  /** Segments are merged once, at the end, all together. */
  private static final int NEVER = 1 << 20;

  private LuceneFiles() {}

  static void write(
      Path path,
      PlaceSource places,
      int descriptorSize,
      SearchMethod search,
      Quantization quantization,
      GraphSettings graph,
      long seed,
      ProgressReporter reporter)
      throws IOException {
    LogDocMergePolicy onceAtTheEnd = new LogDocMergePolicy();
    onceAtTheEnd.setMergeFactor(NEVER);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                VectorFormats.codec(
                    search, quantization, graph.maxConnections(), graph.beamWidth(), places.size()))
            .setRAMBufferSizeMB(BUFFER_MEGABYTES)
            .setMergePolicy(onceAtTheEnd)
            .setUseCompoundFile(false);
    // Nobody else knows this directory; Lucene's lock file would stay and become part of the map.
    try (Directory directory = new MMapDirectory(path, NoLockFactory.INSTANCE)) {
      IndexWriter writer = new IndexWriter(directory, config);
      try {
        add(writer, places, descriptorSize, seed, reporter);
        writer.forceMerge(1);
        writer.commit();
      } catch (IOException | RuntimeException e) {
        rollback(writer, e);
        throw e;
      }
      writer.close();
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) leaf.reader()).checkIntegrity();
        }
      }
    }
  }

  private static void add(
      IndexWriter writer,
      PlaceSource places,
      int descriptorSize,
      long seed,
      ProgressReporter reporter)
      throws IOException {
    try (Progress progress = reporter.start("indexing", places.size())) {
      for (int index : shuffled(places.size(), seed)) {
        DescribedPlace described = places.get(index);
        requireValid(described, descriptorSize);
        writer.addDocument(PlaceFormat.document(described));
        progress.advance(1);
      }
    }
  }

  private static void requireValid(DescribedPlace described, int descriptorSize) {
    try {
      Descriptors.requireValid(described.descriptor(), descriptorSize);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "place %s has %s; no search would find it. The model gave it: look at the picture, or at the model with waymark model info"
              .formatted(described.place().id(), e.getMessage()),
          e);
    }
  }

  private static int[] shuffled(int size, long seed) {
    int[] order = new int[size];
    java.util.Arrays.setAll(order, i -> i);
    Random random = new Random(seed);
    for (int i = size; i > 1; i--) {
      int j = random.nextInt(i);
      int swapped = order[i - 1];
      order[i - 1] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static void rollback(IndexWriter writer, Exception reason) {
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
