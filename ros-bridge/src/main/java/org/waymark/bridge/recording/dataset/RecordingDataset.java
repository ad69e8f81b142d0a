package org.waymark.bridge.recording.dataset;

import java.util.List;
import java.util.stream.Stream;
import org.waymark.bridge.recording.Recording;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;

/**
 * The pictures of a recording, by their stamps. The file stays open as long as the data set is in
 * use.
 *
 * @param name of the recording, which is the one sequence
 */
record RecordingDataset(
    DatasetSpec spec, String name, Recording recording, Drive drive, List<PictureRow> rows)
    implements Dataset {

  @Override
  public List<String> sequences() {
    return List.of(name);
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public Stream<DatasetFrame> frames() {
    return rows.stream().map(row -> new RecordedFrame(this, row));
  }
}
