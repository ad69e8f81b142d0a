package org.waymark.core.label.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

/** Frames of which only position and pose are known. */
record MadeDataset(DatasetSpec spec, List<DatasetFrame> list) implements Dataset {

  static MadeDataset ofPositions(String name, GroundPosition... positions) {
    return new MadeDataset(
        DatasetSpec.parse("made:" + name),
        IntStream.range(0, positions.length)
            .<DatasetFrame>mapToObj(
                i -> new Frame("frame-" + i, Optional.of(positions[i]), Optional.empty()))
            .toList());
  }

  static MadeDataset ofPoses(String name, Pose... poses) {
    return new MadeDataset(
        DatasetSpec.parse("made:" + name),
        IntStream.range(0, poses.length)
            .<DatasetFrame>mapToObj(
                i -> new Frame("frame-" + i, Optional.empty(), Optional.of(poses[i])))
            .toList());
  }

  @Override
  public List<String> sequences() {
    return List.of("all");
  }

  @Override
  public long size() {
    return list.size();
  }

  @Override
  public Stream<DatasetFrame> frames() {
    return list.stream();
  }

  private record Frame(String id, Optional<GroundPosition> position, Optional<Pose> pose)
      implements DatasetFrame {

    @Override
    public String sequence() {
      return "all";
    }

    @Override
    public long stampNanos() {
      return 0;
    }

    @Override
    public ImageData image() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Intrinsics> intrinsics() {
      return Optional.empty();
    }

    @Override
    public Optional<DepthMap> depth() {
      return Optional.empty();
    }
  }
}
