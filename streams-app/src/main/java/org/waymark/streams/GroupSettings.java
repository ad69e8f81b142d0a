package org.waymark.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;

/**
 * Settings of the application's group, which under the streams rebalance protocol are the broker's:
 * after how long a silent instance counts as dead, and how many others keep copies of its state. A
 * broker may refuse a short session (its least is 45 s unless configured); then takeover is slower,
 * and the log says so.
 */
final class GroupSettings {

  private static final Logger LOG = LoggerFactory.getLogger(GroupSettings.class);
  private static final int PATIENCE_SECONDS = 10;

  private GroupSettings() {}

  /** Sets what the broker accepts. */
  static void apply(KafkaSettings kafka, String applicationId, int standbys) {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("streams.session.timeout.ms", "6000");
    wanted.put("streams.heartbeat.interval.ms", "1000");
    wanted.put("streams.num.standby.replicas", Integer.toString(standbys));
    try (Admin admin =
        Admin.create(
            kafka.with(
                Map.of(
                    "client.id", "waymark-group",
                    "default.api.timeout.ms", Integer.toString(1000 * PATIENCE_SECONDS),
                    "request.timeout.ms", "5000")))) {
      ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, applicationId);
      wanted.forEach((key, value) -> set(admin, group, key, value));
    }
  }

  private static void set(Admin admin, ConfigResource group, String key, String value) {
    try {
      var _ =
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      group,
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
              .all()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.info(
          "{} of {} stays as the broker has it, not {}: {}",
          key,
          group.name(),
          value,
          e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while the localizer was starting", e);
    }
  }
}
