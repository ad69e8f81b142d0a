package org.waymark.bridge.live.in;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.waymark.bridge.live.RobotSide;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.tf.TransformTree;

class RobotSensesTest {

  private static final long SECOND = 1_000_000_000;

  private final RobotSenses senses =
      new RobotSenses(RobotConfig.Frames.USUAL, new TransformTree(TransformTree.DEFAULT_HISTORY));

  private Optional<Double> taken(long receivedNanos) {
    return senses.takeGuess(receivedNanos).map(guess -> guess.pose().getPose().getX());
  }

  @Test
  void shouldGiveAGuessToThePictureThatCameAfterIt() {
    senses.onInitialPose(RobotSide.guess("map", 5), 100 * SECOND);
    assertThat(senses.hasGuess(99 * SECOND)).isFalse();
    assertThat(taken(99 * SECOND)).isEmpty();
    assertThat(senses.hasGuess(101 * SECOND)).isTrue();
    assertThat(taken(101 * SECOND)).contains(5.0);
    assertThat(taken(102 * SECOND)).isEmpty();
  }

  @Test
  void shouldTakeBackAGuessThatDidNotGetToKafkaUnlessThereIsANewerOne() {
    senses.onInitialPose(RobotSide.guess("map", 5), 100 * SECOND);
    Optional<Guess> first = senses.takeGuess(101 * SECOND);
    senses.giveBack(first);
    assertThat(taken(102 * SECOND)).contains(5.0);
    senses.onInitialPose(RobotSide.guess("map", 6), 103 * SECOND);
    senses.giveBack(first);
    assertThat(taken(104 * SECOND)).contains(6.0);
  }

  @Test
  void shouldNotUseAGuessThatIsOldAndSaySo() {
    senses.onInitialPose(RobotSide.guess("map", 5), 100 * SECOND);
    assertThat(taken(130 * SECOND)).isEmpty();
    assertThat(senses.problem().orElseThrow()).contains("30 s ago was not used", "give it again");
    senses.onInitialPose(RobotSide.guess("map", 5), 131 * SECOND);
    assertThat(senses.problem()).isEmpty();
    senses.forgetMoving();
    assertThat(taken(132 * SECOND)).isEmpty();
  }

  @Test
  void shouldNotComplainOfAGuessAnyMoreWhenTheNextIsGood() {
    senses.onInitialPose(RobotSide.guess("world", 5), SECOND);
    assertThat(senses.problem().orElseThrow()).contains("'world'");
    senses.onInitialPose(RobotSide.guess("map", 5), 2 * SECOND);
    assertThat(senses.problem()).isEmpty();
  }

  @Test
  void shouldForgetAProblemThatIsNoNews() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    RecentProblem problem = new RecentProblem(Duration.ofNanos(10), clock::get);
    assertThat(problem.words()).isEmpty();
    problem.tell("broken");
    clock.addAndGet(10);
    assertThat(problem.words()).contains("broken");
    clock.addAndGet(1);
    assertThat(problem.words()).isEmpty();
  }
}
