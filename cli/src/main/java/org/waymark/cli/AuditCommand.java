package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapVersion;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.Audit;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.RecordedFrame;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark audit}. */
@Command(
    name = "audit",
    description = {
      "Recomputes a past outcome from its frame, model, map and the belief that it started from.",
      "Exit code 0 when it comes out equal (the same outcome, and the pose within 1e-4 m), 1 when not."
    })
final class AuditCommand extends WaymarkCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);

  @Option(names = "--robot", paramLabel = "NAME", required = true, description = "Whose outcome.")
  private String robot;

  @Option(
      names = "--at",
      paramLabel = "STAMP",
      required = true,
      description = "The frame's stamp in nanoseconds, as the outcome has it.")
  private long stampNanos;

  @Option(
      names = "--run",
      paramLabel = "UUID",
      description = "Of this run. Default: where several have that stamp, the last one answered.")
  private @Nullable String run;

  @Option(
      names = "--map",
      paramLabel = "DIR",
      required = true,
      description = "The map's directory; the version that the outcome names is used.")
  private Path map;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = Topics.LOCALIZATIONS,
      description = "Where the outcome is. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Mixin private ModelOptions model;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AuditCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    KafkaSettings settings = kafka.settings();
    Localization past = find(settings);
    if (past.getOutcome() == Outcome.STALE) {
      throw new WaymarkException(
          "the frame was given up unseen (%s): there is nothing to recompute"
              .formatted(past.getReason()));
    }
    Provenance provenance = past.getProvenance();
    RecordedFrame frame =
        RecordedFrame.read(
            settings, provenance.getTopic(), provenance.getPartition(), provenance.getOffset());
    Audit.Report report;
    try (PlaceMap places = PlaceMap.open(version(provenance.getMapVersion()));
        DescriptorExtractor extractor = model.open()) {
      report = new Audit(extractor, places).recompute(past, frame.frame(), frame.publishedMillis());
    }
    if (json) {
      Json.print(System.out, json(past, report));
    } else {
      print(past, report);
    }
    return report.equal() ? 0 : 1;
  }

  /** Where it is gone, the current one shows how much that matters. */
  private Path version(String name) {
    MapDirectory directory = new MapDirectory(map);
    return directory.versions().stream()
        .filter(version -> version.name().equals(name))
        .map(MapVersion::directory)
        .findFirst()
        .orElseGet(directory::current);
  }

  private Localization find(KafkaSettings settings) {
    Localization found = null;
    long foundMillis = 0;
    long nearest = 0;
    boolean seen = false;
    try (LocalizationReader reader = LocalizationReader.fromBeginning(settings, topic)) {
      do {
        for (LocalizationReader.Received received : reader.poll(POLL)) {
          Localization outcome = received.localization();
          if (!outcome.getRobot().equals(robot) || (run != null && !outcome.getRun().equals(run))) {
            continue;
          }
          long stamp = outcome.getStampNanos();
          if (!seen || distance(stamp) < distance(nearest)) {
            nearest = stamp;
            seen = true;
          }
          if (stamp == stampNanos && received.publishedMillis() >= foundMillis) {
            found = outcome;
            foundMillis = received.publishedMillis();
          }
        }
      } while (!reader.atEnd());
    }
    if (found != null) {
      return found;
    }
    throw new WaymarkException(
        "%s on %s has no outcome of robot %s%s%s"
            .formatted(
                topic,
                settings,
                robot,
                run == null ? "" : " in run " + run,
                seen ? " at %d; the nearest is at %d".formatted(stampNanos, nearest) : ""));
  }

  private double distance(long stamp) {
    return Math.abs((double) stamp - stampNanos);
  }

  private static void print(Localization past, Audit.Report report) {
    Provenance provenance = past.getProvenance();
    System.out.printf(
        "%s, robot %s, frame %d of run %s, at %s-%d offset %d%nmade %s with map %s/%s and model %s%n",
        past.getOutcome(),
        past.getRobot(),
        past.getSequence(),
        past.getRun(),
        provenance.getTopic(),
        provenance.getPartition(),
        provenance.getOffset(),
        report.tracked()
            ? provenance.getBelief() == null
                ? "by following the robot, from no belief,"
                : "by following the robot, from a belief of %d bytes,"
                    .formatted(provenance.getBelief().remaining())
            : "by itself",
        provenance.getMap(),
        provenance.getMapVersion(),
        provenance.getModel());
    report
        .differences()
        .forEach(d -> System.out.printf("%s: then %s, now %s%n", d.what(), d.then(), d.now()));
    report
        .recomputed()
        .filter(now -> now.getOutcome() != past.getOutcome())
        .ifPresent(
            now ->
                System.out.printf(
                    "outcome: then %s, now %s%n", past.getOutcome(), now.getOutcome()));
    report
        .pose()
        .ifPresent(
            e ->
                System.out.printf(
                    "pose: %.6f m and %.5f degrees from the past one%n", e.metres(), e.degrees()));
    System.out.println(
        report.equal()
            ? "Equal."
            : report.recomputed().isPresent()
                ? "Not equal."
                : "Not recomputed: what it was made from is not here.");
  }

  private static ObjectNode json(Localization past, Audit.Report report) {
    Provenance provenance = past.getProvenance();
    ObjectNode node =
        Json.object()
            .put("equal", report.equal())
            .put("robot", past.getRobot())
            .put("run", past.getRun())
            .put("stamp", past.getStampNanos())
            .put("sequence", past.getSequence())
            .put("outcome", past.getOutcome().name())
            .put("tracked", report.tracked());
    node.putObject("source")
        .put("topic", provenance.getTopic())
        .put("partition", provenance.getPartition())
        .put("offset", provenance.getOffset());
    report.recomputed().ifPresent(now -> node.put("recomputed_outcome", now.getOutcome().name()));
    report
        .pose()
        .ifPresent(
            e -> {
              Json.put(node, "metres", e.metres());
              Json.put(node, "degrees", e.degrees());
            });
    ArrayNode differences = node.putArray("differences");
    report
        .differences()
        .forEach(
            d ->
                differences
                    .addObject()
                    .put("what", d.what())
                    .put("then", d.then())
                    .put("now", d.now()));
    return node;
  }
}
