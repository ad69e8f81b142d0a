package org.waymark.bridge.live.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.waymark.bridge.live.out.Freshness.Verdict;

class FreshnessTest {

  private final Freshness freshness = new Freshness(Duration.ofNanos(100));

  @Test
  void shouldPassEachCameraOnceAtOneMoment() {
    assertThat(freshness.judge("front", 1000, 1000)).isEqualTo(Verdict.FRESH);
    assertThat(freshness.judge("rear", 1000, 1000)).isEqualTo(Verdict.FRESH);
    assertThat(freshness.judge("front", 1000, 1000)).isEqualTo(Verdict.OVERTAKEN);
    assertThat(freshness.judge("rear", 1000, 1000)).isEqualTo(Verdict.OVERTAKEN);
    assertThat(freshness.judge("front", 1010, 1010)).isEqualTo(Verdict.FRESH);
    assertThat(freshness.judge("rear", 1000, 1010)).isEqualTo(Verdict.OVERTAKEN);
    assertThat(freshness.judge("rear", 1010, 1010)).isEqualTo(Verdict.FRESH);
  }

  @Test
  void shouldPassNothingThatIsTooOldOrOfTheFuture() {
    assertThat(freshness.judge("front", 899, 1000)).isEqualTo(Verdict.LATE);
    assertThat(freshness.judge("front", 1101, 1000)).isEqualTo(Verdict.FUTURE);
    // Neither counts as the newest.
    assertThat(freshness.judge("front", 900, 1000)).isEqualTo(Verdict.FRESH);
    freshness.reset();
    assertThat(freshness.judge("front", 900, 1000)).isEqualTo(Verdict.FRESH);
  }
}
