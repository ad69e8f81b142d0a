package org.waymark.core.dataset.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.geometry.Pose;

class FrameIndexTest {

  private static final DatasetSpec SPEC = DatasetSpec.parse("folder:x");

  @Test
  void shouldKnowEveryPathThatItHolds() {
    Random random = new Random(5);
    FrameIndex index = new FrameIndex(Path.of("r"));
    Set<String> held = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String path = "f%d/%d.png".formatted(random.nextInt(20), random.nextInt(1000));
      assertThat(index.add(path)).as(path).isEqualTo(held.add(path));
    }
    assertThat(index.size()).isEqualTo(held.size());
    assertThat(index.dataset(SPEC).frames().map(DatasetFrame::id)).doesNotHaveDuplicates();
    index.startPart();
    assertThat(index.add(held.iterator().next())).isTrue();
  }

  @Test
  void shouldLeaveUnsetWhatWasNotSet() {
    FrameIndex index = new FrameIndex(Path.of("r"));
    for (int i = 0; i < 100; i++) {
      index.add("a/%03d.png".formatted(i));
      if (i == 50) {
        index.pose(Pose.IDENTITY).tag("city", "cph").frameNumber(7).depth("d.png", 1000).key("k");
      }
    }
    assertThat(index.dataset(SPEC).frames())
        .allSatisfy(
            frame -> {
              boolean set = frame.id().equals("a/050.png");
              assertThat(frame.pose().isPresent()).isEqualTo(set);
              assertThat(frame.tags().containsKey("city")).isEqualTo(set);
              assertThat(frame.frameNumber().isPresent()).isEqualTo(set);
              assertThat(frame.depthFile().isPresent()).isEqualTo(set);
              assertThat(frame.key()).isEqualTo(set ? "k" : frame.id());
              assertThat(frame.position()).isEmpty();
              assertThat(frame.intrinsics()).isEmpty();
              assertThat(frame.sequence()).isEqualTo("a");
            });
  }

  @Test
  void shouldRefuseADataSetWithoutFrames() {
    assertThatThrownBy(() -> new FrameIndex(Path.of("r")).dataset(SPEC))
        .hasMessageContaining("holds no frames");
  }
}
