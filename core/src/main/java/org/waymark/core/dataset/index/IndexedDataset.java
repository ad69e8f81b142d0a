package org.waymark.core.dataset.index;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;

/** A data set that knows its frames as rows of an index and makes each when it is asked for. */
record IndexedDataset(DatasetSpec spec, FrameIndex index) implements Dataset {

  @Override
  public List<String> sequences() {
    return index.sequences();
  }

  @Override
  public long size() {
    return index.size();
  }

  @Override
  public Stream<DatasetFrame> frames() {
    return IntStream.range(0, index.size()).mapToObj(row -> new IndexedFrame(index, row));
  }

  @Override
  public Path root() {
    return index.rootFolder();
  }
}
