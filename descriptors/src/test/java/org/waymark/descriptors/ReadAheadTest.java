package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  @Test
  void shouldKeepOrderAlthoughLaterItemsAreReadyFirst() {
    CountDownLatch laterIsReady = new CountDownLatch(1);
    List<Integer> consumed = new ArrayList<>();
    try (ReadAhead ahead = new ReadAhead(2, 4)) {
      ahead.run(
          List.of(0, 1, 2).iterator(),
          item -> {
            if (item == 0) {
              await(laterIsReady);
            } else {
              laterIsReady.countDown();
            }
            return item * 10;
          },
          (item, result) -> {
            assertThat(result).isEqualTo(item * 10);
            consumed.add(item);
          });
    }
    assertThat(consumed).containsExactly(0, 1, 2);
  }

  @Test
  void shouldTakeNoMoreItemsThanItsDepthAhead() {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger consumed = new AtomicInteger();
    Iterator<Integer> items =
        IntStream.range(0, 100)
            .peek(
                item -> assertThat(taken.incrementAndGet()).isLessThanOrEqualTo(consumed.get() + 5))
            .iterator();
    try (ReadAhead ahead = new ReadAhead(2, 3)) {
      ahead.run(items, item -> item, (item, result) -> consumed.incrementAndGet());
    }
    assertThat(consumed).hasValue(100);
  }

  @Test
  void shouldEndWithTheFirstFailure() {
    try (ReadAhead ahead = new ReadAhead(2, 3)) {
      assertThatThrownBy(
              () -> ahead.run(List.of(1, 0).iterator(), item -> 10 / item, (item, result) -> {}))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
