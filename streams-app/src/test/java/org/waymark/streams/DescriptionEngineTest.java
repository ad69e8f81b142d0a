package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.message.SchemaStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;

/** The engine with a device made of a latch. */
@Timeout(60)
class DescriptionEngineTest {

  private final FakeDevice device = new FakeDevice(4);
  private final List<DescriptionEngine> engines = new ArrayList<>();

  @AfterEach
  void close() {
    device.open();
    engines.forEach(DescriptionEngine::close);
  }

  private DescriptionEngine engine(boolean fillBatches, Duration patience) {
    DescriptionEngine engine =
        new DescriptionEngine(
            device,
            new RecordCodec<>(CameraFrame.class, new SchemaStore.Cache()),
            StaleRule.NEVER,
            InstantSource.system(),
            new DescriptionEngine.Settings(fillBatches, patience),
            TestWorld.noMetrics());
    engines.add(engine);
    return engine;
  }

  @Test
  void shouldRunTheNetworkOverAsManyAsTheDeviceTakesInTheirOrder() {
    DescriptionEngine engine = engine(true, Duration.ofSeconds(30));
    List<CompletableFuture<DescribedFrame>> results = new ArrayList<>();
    device.hold();
    for (int i = 0; i < 9; i++) {
      results.add(engine.submit(frame(i), 0));
    }
    device.open();
    for (int i = 0; i < 9; i++) {
      assertThat(sequence(engine.await(results.get(i)))).isEqualTo(i);
    }
    // Nine in fours, whatever was ready when the first began.
    assertThat(device.batches().stream().mapToInt(Integer::intValue).sum()).isEqualTo(9);
    assertThat(device.batches()).hasSizeBetween(3, 4).allMatch(size -> size <= 4);
  }

  private static long sequence(DescribedFrame frame) {
    assertThat(frame).isInstanceOf(DescribedFrame.Described.class);
    return ((DescribedFrame.Described) frame).frame().getSequence();
  }

  @Test
  void shouldSayThatTheDeviceDoesNotAnswerInsteadOfWaitingForEver() {
    DescriptionEngine engine = engine(false, Duration.ofMillis(300));
    device.hold();
    CompletableFuture<DescribedFrame> stuck = engine.submit(frame(0), 0);
    assertThatThrownBy(() -> engine.await(stuck))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("does not answer")
        .hasMessageContaining("fake");
    assertThat(engine.isStalled()).isTrue();
    device.open();
    assertThat(engine.await(stuck)).isInstanceOf(DescribedFrame.Described.class);
    assertThat(engine.isStalled()).isFalse();
  }

  @Test
  void shouldOnlyReadWhatWasGivenUp() {
    DescriptionEngine engine = engine(false, Duration.ofSeconds(30));
    assertThat(engine.await(engine.giveUp(frame(3), 0)))
        .isInstanceOfSatisfying(
            DescribedFrame.Stale.class, s -> assertThat(s.frame().getSequence()).isEqualTo(3));
    assertThat(engine.await(engine.giveUp(new byte[3], 0)))
        .isInstanceOf(DescribedFrame.NotAFrame.class);
    assertThat(device.batches()).isEmpty();
  }

  @Test
  void shouldDecodeABoundedNumberAhead() throws InterruptedException {
    DescriptionEngine engine = engine(false, Duration.ofSeconds(30));
    device.hold();
    for (int i = 0; i < 100; i++) {
      var _ = engine.submit(frame(i), 0);
    }
    device.awaitForward();
    // A batch under way, two more and one for each decoder.
    int bound = 3 * device.batch() + Runtime.getRuntime().availableProcessors();
    assertThat(bound).isLessThan(90);
    assertThat(device.prepared()).isLessThanOrEqualTo(bound);
    assertThat(engine.queued()).isGreaterThanOrEqualTo(100 - device.batch());
  }

  @Test
  void shouldNotWaitForAForwardPassWhenItIsClosed() throws InterruptedException {
    DescriptionEngine engine = engine(false, Duration.ofSeconds(30));
    device.hold();
    var _ = engine.submit(frame(0), 0);
    device.awaitForward();
    CompletableFuture<DescribedFrame> behind = engine.submit(frame(1), 0);
    engine.close();
    assertThatThrownBy(() -> engine.await(behind)).hasMessageContaining("engine is closed");
    assertThat(engine.submit(frame(2), 0)).isCompletedExceptionally();
  }

  private static byte[] frame(long sequence) {
    return TestWorld.bytes(TestWorld.frame("r", "run", sequence, 0));
  }
}
