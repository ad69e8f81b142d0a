package org.waymark.core.dataset;

import java.util.List;
import java.util.stream.Stream;

/** A data set of few frames, as objects. */
public record ListedDataset(DatasetSpec spec, List<DatasetFrame> list) implements Dataset {

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
