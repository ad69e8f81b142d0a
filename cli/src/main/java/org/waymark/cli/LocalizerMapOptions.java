package org.waymark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.fetch.MapCache;
import org.waymark.indexer.fetch.MapFetcher;
import org.waymark.indexer.fetch.MapRoot;
import org.waymark.streams.FollowedMap;
import org.waymark.streams.FrameLocalizer;
import org.waymark.streams.FrameLocalizers;
import org.waymark.streams.MapCalibration;
import org.waymark.streams.MapFollower;
import org.waymark.streams.MapStatus;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.TrackerSettings;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.Topics;
import picocli.CommandLine.Option;

/** Which map a localizer looks frames up in, and how. */
final class LocalizerMapOptions {

  /** That one version may have; a million places of 512 take 2 GB. */
  private static final long MAX_VERSION_BYTES = 32L << 30;

  /** Besides what is in use. */
  private static final long CACHE_BYTES = 64L << 30;

  @Option(
      names = "--map",
      paramLabel = "DIR",
      description = "The map; the version that is current at the start is used until the end.")
  private @Nullable Path directory;

  @Option(
      names = "--map-name",
      paramLabel = "NAME",
      description = {
        "Instead of --map: the map of that name that waymark.maps announces. It is fetched, and swapped",
        "while frames flow when another version is announced; replay mode stays with the first."
      })
  private @Nullable String name;

  @Option(
      names = "--map-root",
      paramLabel = "URI",
      defaultValue = "maps",
      description = {
        "Where announced maps may be fetched from: a directory, or http(s)://host/path/; may be repeated.",
        "Default: the directory ${DEFAULT-VALUE}."
      })
  private List<String> roots = List.of();

  @Option(
      names = "--map-cache",
      paramLabel = "DIR",
      description = "Where fetched maps are kept. Default: maps under the state directory.")
  private @Nullable Path cache;

  @Option(
      names = "--no-tracking",
      description = {
        "Plain retrieval: each frame by itself, without covariance and confidence.",
        "Otherwise each robot is followed where the map is calibrated, by odometry where its frames carry it."
      })
  private boolean noTracking;

  @Option(
      names = "--planar",
      description = "The robots stay on one floor: height and tilt come from the map alone.")
  private boolean planar;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LocalizerMapOptions() {}

  void check(WaymarkCommand command) {
    command.require(
        (directory == null) != (name == null), "give the map: --map DIR, or --map-name NAME");
    command.require(
        name != null || !(command.given("--map-root") || command.given("--map-cache")),
        "--map-root and --map-cache are for --map-name");
  }

  /** For a purpose that needs no map. */
  void checkNone(WaymarkCommand command) {
    command.require(
        directory == null && name == null, "--describe-only needs no map; leave it out");
  }

  /** The name in {@code waymark.maps}, where the map is followed. */
  boolean followed() {
    return name != null;
  }

  /** A map that frames are looked up in, until it is closed. */
  interface OpenMap extends AutoCloseable {

    FrameLocalizer localizer();

    /** For people. */
    String description();

    @Override
    void close();
  }

  /**
   * Opens the map, waiting for it where it is announced; refuses another model before anything
   * expensive starts.
   *
   * @param pinned whether a followed map stays as it is at the start
   */
  OpenMap open(ModelBundle model, KafkaSettings kafka, Path state, boolean pinned) {
    return directory == null ? follow(model, kafka, state, pinned) : open(model, directory);
  }

  private OpenMap open(ModelBundle model, Path root) {
    PlaceMap map = PlaceMap.open(new MapDirectory(root).current());
    boolean opened = false;
    try {
      map.requireModel(model.id(), model.name());
      FrameLocalizer localizer = localizer(map);
      opened = true;
      return new OpenMap() {
        @Override
        public FrameLocalizer localizer() {
          return localizer;
        }

        @Override
        public String description() {
          return "%s/%s (%d places, %s)"
              .formatted(
                  map.manifest().name(),
                  map.manifest().version(),
                  map.manifest().places(),
                  map.manifest().build().search().name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void close() {
          map.close();
        }
      };
    } finally {
      if (!opened) {
        map.close();
      }
    }
  }

  private OpenMap follow(ModelBundle model, KafkaSettings kafka, Path state, boolean pinned) {
    String map = Objects.requireNonNull(name);
    MapFetcher fetcher =
        new MapFetcher(
            roots.stream().map(MapRoot::parse).toList(),
            new MapCache(cache == null ? state.resolve("maps") : cache, CACHE_BYTES),
            MAX_VERSION_BYTES);
    FollowedMap followed =
        new FollowedMap(
            map, new FollowedMap.Model(model.id(), model.name()), fetcher, this::localizer);
    MapFollower follower = MapFollower.start(kafka, map, followed, pinned);
    return new OpenMap() {
      @Override
      public FrameLocalizer localizer() {
        return followed;
      }

      @Override
      public String description() {
        MapStatus status = followed.map().orElseThrow();
        return "%s/%s (%s)"
            .formatted(
                status.map(),
                status.version(),
                pinned ? "until the end" : "and whatever %s announces".formatted(Topics.MAPS));
      }

      @Override
      public void close() {
        follower.close();
        followed.close();
      }
    };
  }

  private FrameLocalizer localizer(PlaceMap map) {
    String model = map.manifest().modelId();
    if (noTracking) {
      return FrameLocalizers.singleFrame(map, model);
    }
    Optional<Calibration> calibration = MapCalibration.of(map, planar);
    if (calibration.isEmpty()) {
      System.err.println(
          "Map %s/%s is not calibrated: each frame is answered by itself. To have robots followed, with covariance and confidence: waymark calibrate --map %s --dataset SPEC"
              .formatted(
                  map.manifest().name(),
                  map.manifest().version(),
                  directory == null ? "DIR" : directory));
      return FrameLocalizers.singleFrame(map, model);
    }
    return FrameLocalizers.tracking(
        map, model, calibration.get(), TrackerSettings.DEFAULT.withPlanar(planar));
  }
}
