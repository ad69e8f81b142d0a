package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.evaluation.FrameAnswer;
import org.waymark.indexer.evaluation.OutcomeComparison;
import org.waymark.indexer.evaluation.TrueFrames;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LatestRun;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark compare}. */
@Command(
    name = "compare",
    description = {
      "Compares the outcomes of two localizers that answer the same frames, frame by frame.",
      "One is the localizer that robots listen to, the other runs beside it with waymark localize --shadow."
    })
final class CompareCommand extends WaymarkCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);

  @Option(
      names = "--primary",
      paramLabel = "TOPIC",
      defaultValue = Topics.LOCALIZATIONS,
      description = "Outcomes of the first. Default: ${DEFAULT-VALUE}.")
  private String primary;

  @Option(
      names = "--shadow",
      paramLabel = "TOPIC",
      defaultValue = Topics.SHADOW_LOCALIZATIONS,
      description = "Outcomes of the second. Default: ${DEFAULT-VALUE}.")
  private String shadow;

  @Option(names = "--robot", paramLabel = "NAME", description = "This robot alone.")
  private @Nullable String robot;

  @Option(
      names = "--run",
      paramLabel = "UUID",
      description = "This run alone. Default: all, or with --truth the one answered last.")
  private @Nullable String run;

  @Option(
      names = "--truth",
      paramLabel = "SPEC",
      description =
          "The recording that was replayed, with poses, to tell which of the two is nearer.")
  private @Nullable String truth;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CompareCommand() {}

  @Override
  public Integer call() {
    require(!primary.equals(shadow), "--primary and --shadow are two topics");
    Optional<Dataset> recording = Optional.ofNullable(truth).map(Datasets::open);
    KafkaSettings settings = kafka.settings();
    String chosen =
        run != null || recording.isEmpty()
            ? run
            : LatestRun.read(settings, shadow, Optional.ofNullable(robot)).getFirst().getRun();
    Predicate<Localization> wanted =
        l ->
            (robot == null || l.getRobot().equals(robot))
                && (chosen == null || l.getRun().equals(chosen));
    OutcomeComparison comparison =
        OutcomeComparison.of(
            read(settings, primary, wanted),
            read(settings, shadow, wanted),
            recording.map(CompareCommand::truePoses));
    if (comparison.both() == 0) {
      throw new WaymarkException(
          "%s has %d frames%s and %s has %d, but none is answered in both"
              .formatted(
                  primary,
                  comparison.primary().frames(),
                  chosen == null ? "" : " of run " + chosen,
                  shadow,
                  comparison.shadow().frames()));
    }
    if (json) {
      Json.print(System.out, json(comparison, chosen));
    } else {
      System.out.print(new ComparisonText(comparison, primary, shadow));
    }
    return 0;
  }

  private static List<FrameAnswer> read(
      KafkaSettings settings, String topic, Predicate<Localization> wanted) {
    List<FrameAnswer> answers = new ArrayList<>();
    try (LocalizationReader reader = LocalizationReader.fromBeginning(settings, topic)) {
      do {
        reader.poll(POLL).stream()
            .map(LocalizationReader.Received::localization)
            .filter(wanted)
            .map(FrameAnswer::of)
            .forEach(answers::add);
      } while (!reader.atEnd());
    }
    return answers;
  }

  private static Function<FrameAnswer.FrameId, Optional<Pose>> truePoses(Dataset recording) {
    TrueFrames frames;
    try (var all = recording.frames()) {
      frames = new TrueFrames(recording.spec().toString(), all.toList());
    }
    return id -> {
      DatasetFrame frame =
          frames.all().get(frames.index(id.camera(), id.sequence(), id.stampNanos()));
      try {
        return frame.pose();
      } catch (IOException e) {
        throw new WaymarkException(
            "the pose of frame %s cannot be read: %s".formatted(frame.id(), FileFailure.reason(e)),
            e);
      }
    };
  }

  private ObjectNode json(OutcomeComparison comparison, @Nullable String chosenRun) {
    ObjectNode node = Json.object();
    if (chosenRun != null) {
      node.put("run", chosenRun);
    }
    put(node.putObject("primary"), primary, comparison.primary());
    put(node.putObject("shadow"), shadow, comparison.shadow());
    node.put("frames_in_both", comparison.both());
    Json.put(node, "agreement", comparison.agreement());
    ObjectNode outcomes = node.putObject("outcomes");
    comparison
        .outcomes()
        .forEach(
            (kind, row) -> {
              ObjectNode ofKind = outcomes.putObject(kind.name());
              row.forEach((other, count) -> ofKind.put(other.name(), count));
            });
    put(node.putObject("distance"), comparison.distance());
    comparison
        .truth()
        .ifPresent(
            nearness -> {
              ObjectNode object = node.putObject("truth").put("dataset", truth);
              object
                  .put("primary_nearer", nearness.primaryNearer())
                  .put("shadow_nearer", nearness.shadowNearer());
              put(object.putObject("primary_error"), nearness.primary());
              put(object.putObject("shadow_error"), nearness.shadow());
            });
    return node;
  }

  private static void put(ObjectNode node, String topic, OutcomeComparison.Side side) {
    node.put("topic", topic).put("frames", side.frames());
    var sources = node.putArray("sources");
    side.sources()
        .forEach(
            source ->
                sources
                    .addObject()
                    .put("map", source.map())
                    .put("version", source.version())
                    .put("model", source.model()));
    Json.putPercentile(node, "latency_ms", side.latencyMillis(), Map.of("p50", 50.0, "p99", 99.0));
  }

  private static void put(ObjectNode node, OutcomeComparison.Errors errors) {
    node.put("poses", errors.poses());
    Map<String, Double> percents = Map.of("median", 50.0, "p90", 90.0, "max", 100.0);
    Json.putPercentile(node, "metres", errors.metres(), percents);
    Json.putPercentile(node, "degrees", errors.degrees(), percents);
  }
}
