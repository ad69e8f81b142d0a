package org.waymark.streams;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** How far the main consumers are behind, as they say themselves. */
final class ConsumerLag {

  private static final String GROUP = "consumer-fetch-manager-metrics";

  private ConsumerLag() {}

  /** Records behind the last poll, over all partitions; NaN before anything was fetched. */
  static double of(KafkaStreams streams) {
    double sum = 0;
    boolean known = false;
    for (Map.Entry<MetricName, ? extends Metric> metric : streams.metrics().entrySet()) {
      MetricName name = metric.getKey();
      if (name.group().equals(GROUP)
          && name.name().equals("records-lag")
          && !name.tags().getOrDefault("client-id", "").contains("restore")
          && metric.getValue().metricValue() instanceof Double lag
          && !lag.isNaN()) {
        sum += lag;
        known = true;
      }
    }
    return known ? sum : Double.NaN;
  }
}
