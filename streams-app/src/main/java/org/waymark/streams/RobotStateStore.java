package org.waymark.streams;

import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What Kafka Streams keeps for each robot of a partition: bytes by the robot's name, in memory,
 * with a changelog topic from which the next owner of the partition restores them. One record a
 * robot: small enough to be restored at once, so nothing is kept on disk.
 */
final class RobotStateStore {

  /** What is believed about a robot; written by the {@link FrameLocalizer}. */
  static final String BELIEFS = "beliefs";

  /** A robot's last outcome, as its record; for queries. */
  static final String LAST_OUTCOMES = "last-outcomes";

  private final KeyValueStore<String, byte[]> store;

  private RobotStateStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Declares a store for a topology. */
  static StoreBuilder<KeyValueStore<String, byte[]>> builder(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  /** The store of a processor's own partition. */
  static RobotStateStore of(ProcessorContext<?, ?> context, String name) {
    return new RobotStateStore(context.getStateStore(name));
  }

  Optional<byte[]> get(String robot) {
    return Optional.ofNullable(store.get(robot));
  }

  void put(String robot, byte[] state) {
    store.put(robot, state);
  }
}
