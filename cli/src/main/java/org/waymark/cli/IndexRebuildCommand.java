package org.waymark.cli;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.dataset.Dataset;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.rebuild.RebuildDescriptors;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark index rebuild}. */
@Command(
    name = "rebuild",
    description = {
      "Builds a map as index build does, its frames described by many instances.",
      "They are those that run waymark localize --describe-only with the same model, on any number of machines.",
      "Frames travel through Kafka, and what is described stays there for a week: ended, the same command goes on."
    })
final class IndexRebuildCommand extends WaymarkCommand implements Callable<Integer> {

  @Mixin private MapBuildOptions options;

  @Mixin private ModelOptions model;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--no-create-topics", description = "Fail when topics are missing.")
  private boolean noCreateTopics;

  @Option(names = "--json", description = "Print the counts and the map's manifest as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexRebuildCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    options.check(this);
    List<Dataset> sources = options.open();
    ModelBundle bundle = model.bundle();
    KafkaSettings settings = kafka.settings();
    if (!noCreateTopics) {
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
      }
    }
    RebuildDescriptors.Wanted wanted =
        new RebuildDescriptors.Wanted(
            bundle.id(),
            model.extractorOptions().precision().id(),
            bundle.spec().descriptorSize(),
            options.skipBroken(),
            options.restart() ? UUID.randomUUID().toString() : "");
    options.build(
        sources,
        new MapBuilder(
            MapBuilder.Model.of(bundle),
            options.options(),
            map -> new RebuildDescriptors(settings, wanted, map)),
        json);
    return 0;
  }
}
