package org.waymark.streams;

import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.waymark.avro.Localization;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/** Finds a robot's last outcome: here, or with the instance that owns the robot's partition. */
final class RobotQuery {

  private final KafkaStreams streams;
  private final RecordCodec<Localization> codec;
  private final Optional<String> ownAddress;

  RobotQuery(KafkaStreams streams, RecordCodec<Localization> codec, Optional<String> ownAddress) {
    this.streams = streams;
    this.codec = codec;
    this.ownAddress = ownAddress;
  }

  RobotAnswer ask(String robot) {
    try {
      Optional<Localization> here = here(robot);
      if (here.isPresent()) {
        return new RobotAnswer.Here(here.get());
      }
      return owner(robot)
          .filter(address -> !ownAddress.equals(Optional.of(address)))
          .<RobotAnswer>map(RobotAnswer.Elsewhere::new)
          .orElseGet(RobotAnswer.Unknown::new);
    } catch (MalformedRecordException _) {
      // Another version of the application wrote it; the robot's next frame replaces it.
      return new RobotAnswer.Unknown();
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return new RobotAnswer.NotNow("robots are being shared out; ask again");
    }
  }

  private Optional<Localization> here(String robot) {
    byte[] last =
        streams
            .store(
                StoreQueryParameters.fromNameAndType(
                    RobotStateStore.LAST_OUTCOMES,
                    QueryableStoreTypes.<String, byte[]>keyValueStore()))
            .get(robot);
    return Optional.ofNullable(last).map(codec::decode);
  }

  private Optional<String> owner(String robot) {
    KeyQueryMetadata metadata =
        streams.queryMetadataForKey(
            RobotStateStore.LAST_OUTCOMES, robot, Serdes.String().serializer());
    if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return Optional.empty();
    }
    HostInfo host = metadata.activeHost();
    return host.equals(HostInfo.unavailable())
        ? Optional.empty()
        : Optional.of(host.host() + ":" + host.port());
  }
}
