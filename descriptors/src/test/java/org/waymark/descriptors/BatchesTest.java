package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.waymark.descriptors.image.RgbImage;

class BatchesTest {

  @Test
  void shouldRunThePicturesOfABatchTogetherAndKeepTheOrder() {
    List<Integer> runs = new ArrayList<>();
    List<String> results = new ArrayList<>();
    Batches<String> batches =
        new Batches<>(
            3,
            pictures -> {
              runs.add(pictures.size());
              return pictures.stream()
                  .map(p -> new NetworkRunner.Forwarded(new float[] {p.decodeNanos()}, 1))
                  .toList();
            },
            (item, result) -> results.add(item + "=" + text(result)));

    batches.add("a", picture(1));
    batches.add("b", new Preparation.Failed("torn"));
    assertThat(results).isEmpty();
    batches.add("c", picture(3));
    batches.add("d", picture(4));
    batches.finish();

    assertThat(runs).containsExactly(2, 1);
    assertThat(results).containsExactly("a=1.0", "b=torn", "c=3.0", "d=4.0");
  }

  @Test
  void shouldBoundTheBytesOfABatch() {
    assertThat(NetworkRunner.gpuBatch(120 * 160 * 3 * 4)).isEqualTo(32);
    assertThat(NetworkRunner.gpuBatch(3000 * 4000 * 3 * 4)).isEqualTo(1);
    assertThat(NetworkRunner.gpuBatch(4096 * 4096 * 3 * 4)).isEqualTo(1);
    assertThat(NetworkRunner.gpuBatch(2048 * 1024 * 3 * 4)).isEqualTo(10);
  }

  private static Preparation picture(long number) {
    return new Preparation.Ready(new Prepared(new RgbImage(1, 1, new byte[3]), number));
  }

  private static String text(Result result) {
    return switch (result) {
      case Result.Described described -> String.valueOf(described.descriptor()[0]);
      case Result.Rejected rejected -> rejected.reason();
    };
  }
}
