package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;

/**
 * Writes described places as the next version of a map: writes them, tries whether they are found,
 * spends more on the graph until they are, and only then writes the last manifest and makes the
 * version the current one.
 */
final class MapWriter {

  static final String LUCENE = "lucene";

  private final MapDirectory map;
  private final Model model;
  private final SearchSettings settings;
  private final List<GraphSettings> ladder;
  private final ProgressReporter reporter;

  /** Whose descriptors are written. */
  record Model(String id, String name, int descriptorSize) {}

  MapWriter(MapDirectory map, Model model, SearchSettings settings, ProgressReporter reporter) {
    this(map, model, settings, GraphSettings.LADDER, reporter);
  }

  /**
   * @param ladder what is tried for a graph, one after the other
   */
  MapWriter(
      MapDirectory map,
      Model model,
      SearchSettings settings,
      List<GraphSettings> ladder,
      ProgressReporter reporter) {
    this.map = map;
    this.model = model;
    this.settings = settings;
    this.ladder = ladder;
    this.reporter = reporter;
  }

  /**
   * Writes the next version.
   *
   * @throws WaymarkException when searches would not find what they must, whatever is spent
   */
  MapManifest write(PlaceSource places, MapContent content) throws IOException {
    PlaceSurvey survey = new PlaceSurvey();
    for (int i = 0; i < places.size(); i++) {
      survey.add(places.get(i).place());
    }
    SearchMethod search =
        settings
            .method()
            .orElseGet(() -> SearchMethod.suiting(places.size(), model.descriptorSize()));
    try (UnfinishedVersion unfinished = UnfinishedVersion.in(map)) {
      Path building = unfinished.directory();
      Draft draft = new Draft(survey, content, search);
      MapManifest manifest = writeUntilFound(building, places, draft);
      do {
        manifest = manifest.withVersion(map.nextVersion());
        manifest.write(building);
      } while (!map.publish(building, manifest.version()));
      return manifest;
    }
  }

  /** What is known of a version before it is written. */
  private record Draft(PlaceSurvey survey, MapContent content, SearchMethod search) {}

  private MapManifest writeUntilFound(Path building, PlaceSource places, Draft draft)
      throws IOException {
    MapManifest.@Nullable SelfCheck best = null;
    for (GraphSettings graph : ladder) {
      MapDirectory.deleteRecursively(building.resolve(LUCENE));
      LuceneFiles.write(
          building.resolve(LUCENE),
          places,
          model.descriptorSize(),
          draft.search(),
          settings.quantization(),
          graph,
          settings.seed(),
          reporter);
      SequencedMap<String, String> files = Checksums.of(building.resolve(LUCENE));
      @Nullable RecallCheck check = null;
      for (int beam : graph.beamsAtSearch()) {
        manifest(draft, graph, beam, null, files).write(building);
        try (PlaceMap written = PlaceMap.open(building)) {
          if (check == null) {
            check =
                RecallCheck.prepare(written, draft.content().heldOut(), settings.seed(), reporter);
          }
          MapManifest.SelfCheck result = check.run(written, settings.recallTarget());
          if (least(result) >= settings.recallTarget()) {
            return manifest(draft, graph, beam, result, files);
          }
          best = better(best, result);
        }
      }
      reporter.note(
          "Searches find %s of what they should with %d connections; spending more."
              .formatted(percent(best == null ? 0 : least(best)), graph.maxConnections()));
    }
    throw missed(best);
  }

  private static MapManifest.SelfCheck better(
      MapManifest.@Nullable SelfCheck one, MapManifest.SelfCheck other) {
    return one == null || least(other) > least(one) ? other : one;
  }

  private static double least(MapManifest.SelfCheck check) {
    return Math.min(check.recallAt1(), check.recallAt10());
  }

  private WaymarkException missed(MapManifest.@Nullable SelfCheck best) {
    return new WaymarkException(
        "map %s is not written: searches found at most %s of the nearest places and %s of the nearest ten, where %s must be found. Build it with --search exact, or accept less with --recall"
            .formatted(
                map.root(),
                best == null ? "-" : percent(best.recallAt1()),
                best == null ? "-" : percent(best.recallAt10()),
                percent(settings.recallTarget())));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", Math.floor(1000 * share) / 10);
  }

  private MapManifest manifest(
      Draft draft,
      GraphSettings graph,
      int beamAtSearch,
      MapManifest.@Nullable SelfCheck check,
      SequencedMap<String, String> files) {
    MapContent content = draft.content();
    return new MapManifest(
        MapManifest.FORMAT,
        map.name(),
        "unfinished",
        model.id(),
        model.name(),
        model.descriptorSize(),
        content.frameId(),
        content.geo(),
        draft.survey().places(),
        draft.survey().extent(),
        draft.survey().contents(),
        content.sources(),
        new MapManifest.Build(
            draft.search(),
            settings.seed(),
            graph.maxConnections(),
            graph.beamWidth(),
            beamAtSearch,
            settings.quantization(),
            content.keyFrames(),
            content.sources().stream().mapToLong(MapManifest.Source::copies).sum(),
            check),
        content.alignment(),
        files,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
