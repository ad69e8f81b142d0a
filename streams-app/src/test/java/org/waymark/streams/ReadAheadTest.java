package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.waymark.transport.Topics;

/** What is handed in before it is polled. */
@Timeout(60)
class ReadAheadTest {

  private static final TopicPartition PARTITION = new TopicPartition(Topics.FRAMES, 0);

  private final FakeDevice device = new FakeDevice(1);
  private final DescriptionEngine engine =
      TestWorld.engine(device, new SchemaStore.Cache(), StaleRule.NEVER, InstantSource.system());
  private final PendingFrames pending =
      new PendingFrames(Topics.FRAMES, engine, new PendingFrames.Policy.WholePolls());

  @AfterEach
  void close() {
    device.open();
    engine.close();
  }

  @Test
  void shouldDescribeAFrameOnceThatWasReadAheadAndThenPolled() {
    poll(List.of(record(4)));
    pending.readAhead(record(5));
    pending.readAhead(record(5));
    assertThat(pending.aheadFrames()).isEqualTo(1);
    assertThat(pending.aheadBytes()).isEqualTo(record(5).serializedValueSize());
    poll(List.of(record(5)));
    assertThat(pending.aheadFrames()).isZero();
    assertThat(pending.aheadBytes()).isZero();
    for (long offset = 4; offset <= 5; offset++) {
      var _ = pending.take(key(offset), record(offset).value(), 0);
    }
    assertThat(device.batches()).hasSize(2);
    assertThat(pending.size()).isZero();
  }

  @Test
  void shouldPassOverWhatWasPolledOrIsNotOwned() {
    pending.readAhead(record(9));
    poll(List.of(record(4)));
    var _ = pending.take(key(4), record(4).value(), 0);
    pending.readAhead(record(3));
    pending.readAhead(record(4));
    assertThat(pending.size()).isZero();
    pending.readAhead(record(5));
    pending.forget(0);
    pending.readAhead(record(6));
    assertThat(pending.size()).isZero();
    assertThat(pending.aheadFrames()).isZero();
  }

  @Test
  void shouldReadBehindTheLastPollUntilThereIsEnough() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    device.hold();
    poll(List.of(record(6)));
    try (ReadAhead _ =
        ReadAhead.start(
            Topics.FRAMES, pending, consumer, new ReadAhead.Limits(2, Long.MAX_VALUE))) {
      await(() -> consumer.assignment().contains(PARTITION) && consumer.position(PARTITION) == 7);
      consumer.schedulePollTask(() -> consumer.addRecord(record(7)));
      consumer.schedulePollTask(() -> consumer.addRecord(record(8)));
      await(() -> pending.aheadFrames() == 2);
      consumer.schedulePollTask(() -> consumer.addRecord(record(9)));
      // The next is read when there is room again.
      poll(List.of(record(7), record(8)));
      await(() -> pending.aheadFrames() == 1);
      pending.forget(0);
      await(() -> consumer.assignment().isEmpty());
    }
    await(consumer::closed);
  }

  private void poll(List<ConsumerRecord<byte[], byte[]>> records) {
    pending.polls().prefetch(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    byte[] value = TestWorld.bytes(TestWorld.frame("r", "run", offset, 0));
    return new ConsumerRecord<>(
        Topics.FRAMES,
        0,
        offset,
        0,
        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new org.apache.kafka.common.header.internals.RecordHeaders(),
        java.util.Optional.empty());
  }

  private static FrameKey key(long offset) {
    return new FrameKey(Topics.FRAMES, 0, offset);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
