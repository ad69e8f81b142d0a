package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.MapAnnouncement;

/** Reads {@code waymark.maps} from its beginning and goes on with what comes. For one thread. */
public final class MapTopicReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MapTopicReader.class);

  private final TopicReader<MapAnnouncement> reader;

  private MapTopicReader(TopicReader<MapAnnouncement> reader) {
    this.reader = reader;
  }

  /**
   * @throws org.waymark.core.WaymarkException when no broker answers, or the topic is absent
   */
  public static MapTopicReader open(KafkaSettings settings) {
    return new MapTopicReader(
        TopicReader.open(
            settings,
            Topics.MAPS,
            MapAnnouncement.class,
            "waymark-maps",
            TopicReader.From.BEGINNING));
  }

  /**
   * What the topic says of a map.
   *
   * @param announcement empty when the map was withdrawn
   */
  public record Announced(String map, Optional<MapAnnouncement> announcement) {}

  /**
   * What arrived within {@code patience}, in order. What is no announcement, or has another map's
   * key, is passed over with a warning: the version that was announced before goes on.
   */
  public List<Announced> poll(Duration patience) {
    List<Announced> read = new ArrayList<>();
    for (TopicReader.Received<MapAnnouncement> received : reader.poll(patience)) {
      String key = received.key();
      Optional<String> other =
          received.value().map(MapAnnouncement::getMap).filter(map -> !map.equals(key));
      if (key == null) {
        LOG.warn("Offset {} of {} has no key and is passed over", received.offset(), Topics.MAPS);
      } else if (other.isPresent()) {
        LOG.warn(
            "Offset {} of {} is passed over: it is keyed {} and announces {}",
            received.offset(),
            Topics.MAPS,
            key,
            other.get());
      } else {
        read.add(new Announced(key, received.value()));
      }
    }
    return read;
  }

  /**
   * Whether everything that was in the topic when asked has been read.
   *
   * @throws org.waymark.core.WaymarkException when Kafka does not answer
   */
  public boolean atEnd() {
    return reader.atEnd();
  }

  @Override
  public void close() {
    reader.close();
  }
}
