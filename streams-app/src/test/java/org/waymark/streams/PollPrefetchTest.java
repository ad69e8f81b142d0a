package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.transport.Topics;

@Timeout(60)
class PollPrefetchTest {

  private static final String TOPIC = Topics.FRAMES;

  private static DescriptorExtractor extractor;

  /** Every description reads the clock as it begins, so that two of one frame differ. */
  private final AtomicLong clock = new AtomicLong();

  private final CountDownLatch schemaFound = new CountDownLatch(1);
  private DescriptionEngine engine;

  @BeforeAll
  static void openExtractor() {
    extractor = TestWorld.extractor(0);
  }

  @AfterAll
  static void closeExtractor() {
    extractor.close();
  }

  @BeforeEach
  void openEngine() {
    engine = engine(extractor);
  }

  @AfterEach
  void close() {
    schemaFound.countDown();
    engine.close();
  }

  private DescriptionEngine engine(DescriptorExtractor of) {
    return TestWorld.engine(
        Describer.of(of),
        this::findSlowly,
        StaleRule.NEVER,
        () -> java.time.Instant.ofEpochMilli(clock.getAndIncrement()));
  }

  private PendingFrames wholePolls() {
    return new PendingFrames(TOPIC, engine, new PendingFrames.Policy.WholePolls());
  }

  private PendingFrames newest() {
    return new PendingFrames(
        TOPIC,
        engine,
        new PendingFrames.Policy.Newest(
            StaleRule.NEVER, new Triage.Demand(), () -> java.time.Instant.EPOCH));
  }

  private @Nullable Schema findSlowly(long fingerprint) {
    try {
      schemaFound.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  @Test
  void shouldTakeWhatWasPrefetchedWithoutDescribingItAgain() {
    PendingFrames pending = wholePolls();
    interceptor(pending).onConsume(poll(record(0, 5, good(1)), record(0, 6, good(2))));
    assertThat(pending.size()).isEqualTo(2);
    PendingFrames.Taken first = pending.take(key(0, 5), good(1), 0);
    PendingFrames.Taken second = pending.take(key(0, 6), good(2), 0);
    assertThat(described(first).frame().getSequence()).isEqualTo(1);
    assertThat(described(second).frame().getSequence()).isEqualTo(2);
    // Two readings for each frame: when its decoding and when its description began.
    assertThat(clock).hasValue(4);
    assertThat(pending.size()).isZero();
  }

  @Test
  void shouldDescribeWhatWasNotPrefetched() {
    PendingFrames pending = wholePolls();
    PendingFrames.Taken taken = pending.take(key(0, 5), good(1), 0);
    assertThat(described(taken).frame().getSequence()).isEqualTo(1);
    assertThat(taken.last()).isTrue();
    assertThat(pending.take(key(0, 6), null, 0).frame())
        .isInstanceOf(DescribedFrame.NotAFrame.class);
  }

  @Test
  void shouldGiveEqualDescriptorsEitherWay() {
    PendingFrames pending = newest();
    pending.polls().prefetch(poll(record(0, 5, good(1)), record(0, 6, good(2))));
    float[] prefetched = described(pending.take(key(0, 5), good(1), 0)).descriptor();
    float[] alone = described(pending.take(key(0, 99), good(1), 0)).descriptor();
    assertThat(prefetched).isEqualTo(alone);
  }

  @Test
  void shouldMarkTheLastOfAPoll() {
    PendingFrames pending = wholePolls();
    pending
        .polls()
        .prefetch(
            poll(
                record(0, 5, good(0)),
                record(0, 6, good(1)),
                record(0, 9, good(2)),
                record(2, 0, good(3))));
    assertThat(pending.take(key(0, 5), good(0), 0).last()).isFalse();
    assertThat(pending.take(key(0, 6), good(1), 0).last()).isFalse();
    assertThat(pending.take(key(2, 0), good(3), 0).last()).isFalse();
    assertThat(pending.take(key(0, 9), good(2), 0).last()).isTrue();
  }

  @Test
  void shouldLeaveOtherTopicsAlone() {
    PendingFrames pending = wholePolls();
    pending.polls().prefetch(poll(new ConsumerRecord<>("other", 0, 0, new byte[0], good(0))));
    assertThat(pending.size()).isZero();
  }

  @Test
  void shouldPassRecordsOnUnchangedWithOrWithoutPendingFrames() {
    PendingFrames pending = wholePolls();
    ConsumerRecords<byte[], byte[]> records = poll(record(0, 5, good(0)));
    assertThat(interceptor(pending).onConsume(records)).isSameAs(records);
    try (PollPrefetch unconfigured = new PollPrefetch()) {
      assertThat(unconfigured.onConsume(records)).isSameAs(records);
    }
  }

  @Test
  void shouldWaitForTheWholePollWhenThatIsAskedFor() throws Exception {
    PendingFrames pending = wholePolls();
    pending.polls().prefetch(poll(record(0, 5, good(1)), record(1, 0, slow())));
    var taken = CompletableFuture.supplyAsync(() -> pending.take(key(0, 5), good(1), 0));
    assertThatThrownBy(() -> taken.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    schemaFound.countDown();
    assertThat(described(taken.get()).frame().getSequence()).isEqualTo(1);
    assertThat(pending.take(key(1, 0), slow(), 0).frame())
        .isInstanceOf(DescribedFrame.NotAFrame.class);
  }

  @Test
  void shouldNotWaitForOthersOtherwise() {
    PendingFrames pending = newest();
    pending.polls().prefetch(poll(record(0, 5, good(1)), record(1, 0, slow())));
    assertThat(described(pending.take(key(0, 5), good(1), 0)).frame().getSequence()).isEqualTo(1);
  }

  @Test
  void shouldForgetOnePartitionOnly() {
    PendingFrames pending = wholePolls();
    pending
        .polls()
        .prefetch(poll(record(0, 5, good(1)), record(0, 6, good(2)), record(1, 0, slow())));
    pending.forget(1);
    assertThat(pending.size()).isEqualTo(2);
    // The forgotten frame is of the same poll, and will never be described.
    assertThat(described(pending.take(key(0, 5), good(1), 0)).frame().getSequence()).isEqualTo(1);
    pending.forget(0);
    assertThat(pending.size()).isZero();
  }

  @Test
  void shouldFailTheFrameThatTheNetworkFailedOnAndNoOther() {
    DescriptorExtractor unusable = TestWorld.extractor(0);
    unusable.close();
    try (DescriptionEngine broken = engine(unusable)) {
      PendingFrames pending =
          new PendingFrames(TOPIC, broken, new PendingFrames.Policy.WholePolls());
      byte[] garbage = "garbage".getBytes(UTF_8);
      pending.polls().prefetch(poll(record(0, 5, garbage), record(0, 6, good(1))));
      assertThat(pending.take(key(0, 5), garbage, 0).frame())
          .isInstanceOf(DescribedFrame.NotAFrame.class);
      assertThatThrownBy(() -> pending.take(key(0, 6), good(1), 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
  }

  @Test
  void shouldFailFramesThatStillWaitWhenTheEngineIsClosed() {
    CompletableFuture<DescribedFrame> slow = engine.submit(slow(), 0);
    List<CompletableFuture<DescribedFrame>> behind = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      behind.add(engine.submit(good(i), 0));
    }
    engine.close();
    engine.close();
    schemaFound.countDown();
    assertThat(slow).succeedsWithin(java.time.Duration.ofSeconds(20));
    for (CompletableFuture<DescribedFrame> frame : behind) {
      assertThatThrownBy(() -> frame.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("engine is closed");
    }
    assertThat(engine.submit(good(0), 0)).isCompletedExceptionally();
  }

  private static PollPrefetch interceptor(PendingFrames pending) {
    PollPrefetch interceptor = new PollPrefetch();
    interceptor.configure(Map.of(PollPrefetch.PENDING_CONFIG, pending));
    return interceptor;
  }

  private static DescribedFrame.Described described(PendingFrames.Taken taken) {
    assertThat(taken.frame()).isInstanceOf(DescribedFrame.Described.class);
    return (DescribedFrame.Described) taken.frame();
  }

  private static FrameKey key(int partition, long offset) {
    return new FrameKey(TOPIC, partition, offset);
  }

  private static byte[] good(int place) {
    return TestWorld.bytes(TestWorld.frame("r", "run", place, place));
  }

  /** A record whose writer's schema is not known until the test says so. */
  private static byte[] slow() {
    byte[] bytes = good(0);
    bytes[5] ^= 1;
    return bytes;
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte[] value) {
    return new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], value);
  }

  @SafeVarargs
  private static ConsumerRecords<byte[], byte[]> poll(ConsumerRecord<byte[], byte[]>... records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byPartition
          .computeIfAbsent(
              new TopicPartition(record.topic(), record.partition()), _ -> new ArrayList<>())
          .add(record);
    }
    return new ConsumerRecords<>(byPartition, Map.of());
  }
}
