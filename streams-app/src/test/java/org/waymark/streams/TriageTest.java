package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.waymark.streams.Triage.Arrival;

/** Which live frames are answered; polls, a consumer and a device are simulated, no time passes. */
class TriageTest {

  private static final StaleRule HALF_A_SECOND = new StaleRule(Duration.ofMillis(500));

  private final Triage.Demand demand = new Triage.Demand();
  private final Triage triage = new Triage(HALF_A_SECOND, demand);

  @Test
  void shouldAnswerAllWhileTheDeviceKeepsUp() {
    assertThat(triage.answered(frames("r", 950, 983), 1000, 20, 0)).containsOnly(true);
    assertThat(triage.answered(frames("r", 1016), 1020, 20, 0)).containsOnly(true);
  }

  @Test
  void shouldAnswerTheFirstFramesBeforeAnythingWasMeasured() {
    assertThat(triage.answered(frames("r", 600, 700, 800), 1000, 0, 0)).containsOnly(true);
  }

  @Test
  void shouldGiveUpTheOldestOfABurstThatCannotBeAnsweredInTime() {
    // Turns come at 0, 200, 400... ms from now: of four, the last two are in time.
    assertThat(triage.answered(frames("r", 400, 550, 700, 950), 1000, 200, 0))
        .containsExactly(false, true, true, true);
    assertThat(triage.answered(frames("r", 2490, 2990), 3000, 200, 2)).containsExactly(false, true);
  }

  @Test
  void shouldAnswerTheNewestOfEachRobotUnderOverload() {
    List<Arrival> poll = new ArrayList<>();
    for (long millis = 700; millis < 1000; millis += 30) {
      poll.add(new Arrival("a", millis));
      poll.add(new Arrival("b", millis));
    }
    boolean[] answered = triage.answered(poll, 1000, 100, 0);
    for (int i = 0; i < answered.length; i++) {
      assertThat(answered[i]).as("frame %d", i).isEqualTo(i >= answered.length - 2);
    }
  }

  /** 4 times what the device can do, as a consumer gives it: one old frame, then the rest. */
  @Test
  void shouldKeepAnsweredFramesYoungUnderOverload() {
    List<Long> ages = run(50, 200, 0, 600_000);
    assertThat(ages).hasSizeGreaterThan(2500);
    assertThat(ages.subList(5, ages.size())).allMatch(age -> age <= 300);
  }

  @Test
  void shouldStarveNobodyWhoseClockIsBehind() {
    List<Long> ages = run(50, 100, 300, 60_000);
    assertThat(ages).hasSizeGreaterThan(400);
  }

  @Test
  void shouldAnswerEveryFrameOfADeviceThatIsJustFastEnough() {
    assertThat(run(50, 45, 0, 60_000)).hasSizeBetween(1200, 1201);
  }

  /**
   * One robot, one stream thread, one device. The consumer fetches anew when a poll has taken what
   * it held, and a fetch is answered as soon as there is a frame.
   *
   * @return the ages of answered frames when they were answered, by the robot's clock
   */
  private List<Long> run(long periodMillis, long serviceMillis, long clockBehind, long until) {
    List<Long> ages = new ArrayList<>();
    long next = 0;
    long now = 0;
    while (now < until) {
      // The frame that the fetch brought while the thread was away, then on the next poll the rest.
      List<Long> fetched = new ArrayList<>();
      long fetchedAt = Math.max(now, next * periodMillis);
      fetched.add(next++ * periodMillis);
      now = fetchedAt;
      now = poll(fetched, now, serviceMillis, clockBehind, ages);
      List<Long> rest = new ArrayList<>();
      while (next * periodMillis <= now) {
        rest.add(next++ * periodMillis);
      }
      // The fetch of the rest had been answered by its first frame long ago, if there was time.
      if (rest.size() > 1 && now > fetchedAt) {
        now = poll(List.of(rest.removeFirst()), now, serviceMillis, clockBehind, ages);
        while (next * periodMillis <= now) {
          rest.add(next++ * periodMillis);
        }
      }
      if (!rest.isEmpty()) {
        now = poll(rest, now, serviceMillis, clockBehind, ages);
      }
    }
    return ages;
  }

  private long poll(
      List<Long> published, long start, long serviceMillis, long clockBehind, List<Long> ages) {
    boolean[] answered =
        triage.answered(
            published.stream().map(millis -> new Arrival("r", millis - clockBehind)).toList(),
            start,
            (double) serviceMillis,
            0);
    long now = start;
    for (int i = 0; i < answered.length; i++) {
      if (answered[i]) {
        now += serviceMillis;
        ages.add(now - published.get(i));
      }
    }
    return now;
  }

  private static List<Arrival> frames(String robot, long... publishedMillis) {
    return LongStream.of(publishedMillis).mapToObj(millis -> new Arrival(robot, millis)).toList();
  }
}
