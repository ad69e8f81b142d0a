package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Checks one version of a map as thoroughly as can be: every byte against its checksum, Lucene's
 * own check of its structures, every place and descriptor, and whether searches still find what
 * comparing all places finds. Opening a map checks the bytes alone, which is all that damage after
 * the build can touch; the rest finds what was wrong from the beginning.
 */
public final class MapVerification {

  /** Problems that are told apart from the first; more of one kind only count. */
  private static final int MOST_PROBLEMS = 100;

  /** Of positions against the box in the manifest, in metres. */
  private static final double EXTENT_TOLERANCE = 1e-6;

  /**
   * What searches of a sound map find at the very least. A build asks for more, but of easier
   * queries where it has frames that are no places; here all are points between two places.
   */
  private static final double LEAST_RECALL = 0.5;

  /** The graph is tried, not how few candidates suffice for frames. */
  private static final int LEAST_BEAM = 400;

  private final Path version;
  private final ProgressReporter reporter;
  private final List<String> problems = new ArrayList<>();
  private MapManifest.@Nullable SelfCheck recall;

  private MapVerification(Path version, ProgressReporter reporter) {
    this.version = version;
    this.reporter = reporter;
  }

  /**
   * What was found.
   *
   * @param version its directory
   * @param manifest null when it cannot be read
   * @param problems empty when all is well; each names the file or place
   * @param recall measured now; null when it was not measured, because of problems before
   */
  public record Report(
      Path version,
      @Nullable MapManifest manifest,
      List<String> problems,
      MapManifest.@Nullable SelfCheck recall) {

    public boolean sound() {
      return problems.isEmpty();
    }
  }

  /**
   * Checks a version. It is not pruned meanwhile.
   *
   * @param seed of the queries that recall is measured with
   */
  public static Report run(Path version, long seed, ProgressReporter reporter) {
    MapVerification verification = new MapVerification(version, reporter);
    MapManifest manifest = null;
    try (MapLease _ = MapLease.of(version)) {
      manifest = MapManifest.read(version);
      verification.check(manifest, seed);
    } catch (WaymarkException e) {
      verification.problems.add(String.valueOf(e.getMessage()));
    }
    return new Report(version, manifest, List.copyOf(verification.problems), verification.recall);
  }

  private void check(MapManifest manifest, long seed) {
    Path files = MapFiles.directory(version);
    try (Progress progress = reporter.start("checking files", manifest.files().size())) {
      problems.addAll(
          Checksums.problems(files, manifest.files(), _ -> progress.advance(1)).toList());
    }
    if (problems.isEmpty()) {
      checkStructure(files);
    }
    if (!problems.isEmpty()) {
      return;
    }
    try (PlaceMap map = PlaceMap.open(version)) {
      checkPlaces(map);
      if (problems.isEmpty()) {
        checkRecall(map, seed);
      }
    }
  }

  private void checkStructure(Path files) {
    // Lucene would leave its lock's file among the map's.
    try (Directory directory = new MMapDirectory(files, NoLockFactory.INSTANCE);
        CheckIndex check = new CheckIndex(directory)) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      CheckIndex.Status status = check.checkIndex();
      if (!status.clean) {
        problems.add(
            "Lucene finds the index in %s broken (%d of %d segments)"
                .formatted(files, status.numBadSegments, status.numSegments));
      }
    } catch (IOException | RuntimeException e) {
      problems.add(
          "Lucene cannot check the index in %s: %s".formatted(files, FileFailure.reason(e)));
    }
  }

  private void checkPlaces(PlaceMap map) {
    MapManifest manifest = map.manifest();
    BitSet seen = new BitSet();
    PlaceSurvey survey = new PlaceSurvey();
    try (Progress progress = reporter.start("checking places", manifest.places())) {
      map.forEach(
          described -> {
            checkPlace(manifest, described, seen);
            survey.add(described.place());
            progress.advance(1);
          });
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      problem("map %s holds a place that cannot be read: %s".formatted(version, e.getMessage()));
      return;
    }
    if (seen.cardinality() != manifest.places()) {
      problem(
          "map %s has %d places of different indexes, its manifest says %d"
              .formatted(version, seen.cardinality(), manifest.places()));
    }
    if (!survey.contents().equals(manifest.contents())) {
      problem(
          "the sessions, cameras or tags in %s are not those of the places"
              .formatted(version.resolve(MapManifest.FILE)));
    }
  }

  private void checkPlace(MapManifest manifest, DescribedPlace described, BitSet seen) {
    Place place = described.place();
    String name = "place %s (%d) of map %s".formatted(place.id(), place.index(), version);
    if (place.index() < 0 || place.index() >= manifest.places() || seen.get(place.index())) {
      problem(name + " has an index that another has, or that is out of bounds");
    } else {
      seen.set(place.index());
    }
    try {
      Descriptors.requireValid(described.descriptor(), manifest.descriptorSize());
    } catch (IllegalArgumentException e) {
      problem("%s has %s".formatted(name, e.getMessage()));
    }
    // A pose that could be read is finite, and its rotation one.
    if (!within(manifest.extent(), place.pose())) {
      problem(name + " lies outside the extent in the manifest");
    }
  }

  private static boolean within(MapManifest.Extent extent, Pose pose) {
    return pose.x() >= extent.minX() - EXTENT_TOLERANCE
        && pose.y() >= extent.minY() - EXTENT_TOLERANCE
        && pose.z() >= extent.minZ() - EXTENT_TOLERANCE
        && pose.x() <= extent.maxX() + EXTENT_TOLERANCE
        && pose.y() <= extent.maxY() + EXTENT_TOLERANCE
        && pose.z() <= extent.maxZ() + EXTENT_TOLERANCE;
  }

  private void checkRecall(PlaceMap map, long seed) {
    MapManifest.SelfCheck built = map.manifest().build().selfCheck();
    double target = built == null ? LEAST_RECALL : Math.min(LEAST_RECALL, built.target());
    int beam = Math.max(LEAST_BEAM, map.manifest().build().beamAtSearch());
    MapManifest.SelfCheck now =
        RecallCheck.prepare(map, List.of(), seed, reporter).run(map, target, beam);
    recall = now;
    if (now.recallAt1() < target || now.recallAt10() < target) {
      problem(
          String.format(
              Locale.ROOT,
              "searches in %s find %.4f of the nearest places and %.4f of the nearest ten; %.4f must be found",
              version,
              now.recallAt1(),
              now.recallAt10(),
              target));
    }
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }
}
