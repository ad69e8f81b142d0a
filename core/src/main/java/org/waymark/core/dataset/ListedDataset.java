package org.waymark.core.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set of few frames, as objects.
 *
 * @param root what index files name its pictures relative to
 */
public record ListedDataset(DatasetSpec spec, Path root, List<DatasetFrame> list)
    implements Dataset {

  public ListedDataset {
    list = List.copyOf(list);
  }

  @Override
  public List<String> sequences() {
    return list.stream().map(DatasetFrame::sequence).distinct().toList();
  }

  @Override
  public long size() {
    return list.size();
  }

  @Override
  public Stream<DatasetFrame> frames() {
    return list.stream();
  }
}
