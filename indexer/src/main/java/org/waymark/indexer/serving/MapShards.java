package org.waymark.indexer.serving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.joml.Vector3dc;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;

/**
 * The shards of a map that lie near robots, searched as one. {@link #update} loads, swaps and
 * unloads in the background; who searches keeps the shards that were there when it began. Safe for
 * use by many threads.
 */
public final class MapShards implements AutoCloseable {

  /** How soon a version is tried again that could not be fetched or was refused. */
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final Identity identity;
  private final Reach reach;
  private final Function<MapAnnouncement, Path> fetch;
  private final LongSupplier nanoTime;

  /** When a version was last refused, by the digest of its manifest; guarded by this. */
  private final Map<String, Long> refusedAtNanos = new HashMap<>();

  /** By name; replaced as a whole. */
  private volatile SortedMap<String, Shard> shards = new TreeMap<>();

  private record Shard(MapAnnouncement announced, CountedMap counted) {}

  /**
   * What all shards have in common: a shard of another model cannot be searched, and one in another
   * frame has poses that mean something else.
   */
  public record Identity(String modelId, String frameId) {}

  /**
   * Which shards are near enough.
   *
   * @param loadMetres up to this distance from the box around its places a robot needs a shard
   * @param unloadMetres beyond this distance it does not; the band between keeps a robot on a
   *     border from loading and unloading one over and over
   * @param maxPlaces that all loaded shards may have together
   */
  public record Reach(double loadMetres, double unloadMetres, long maxPlaces) {
    public Reach {
      if (!(loadMetres >= 0 && unloadMetres >= loadMetres && maxPlaces > 0)) {
        throw new IllegalArgumentException(
            "shards loaded within %s m, unloaded beyond %s m, %d places"
                .formatted(loadMetres, unloadMetres, maxPlaces));
      }
    }
  }

  /**
   * @param fetch brings a version to this machine, see {@link
   *     org.waymark.indexer.fetch.MapFetcher#fetch}
   */
  public MapShards(Identity identity, Reach reach, Function<MapAnnouncement, Path> fetch) {
    this(identity, reach, fetch, System::nanoTime);
  }

  MapShards(
      Identity identity,
      Reach reach,
      Function<MapAnnouncement, Path> fetch,
      LongSupplier nanoTime) {
    this.identity = identity;
    this.reach = reach;
    this.fetch = fetch;
    this.nanoTime = nanoTime;
  }

  /**
   * What an update did, by names of shards.
   *
   * @param loaded that were not there
   * @param swapped for another version
   * @param unloaded that no robot is near, or that were withdrawn
   * @param refused why each shard that is wanted is not there, or still in its version of before
   */
  public record Update(
      List<String> loaded,
      List<String> swapped,
      List<String> unloaded,
      SortedMap<String, String> refused) {}

  /**
   * Brings what is loaded in line with what is announced and where the robots are. Takes as long as
   * fetching takes; a shard that cannot be had leaves the others alone.
   *
   * @param announced all of a map, see {@link MapCatalogue#announced}
   * @param robots positions in the map frame; when none is known every shard is wanted, as far as
   *     {@code maxPlaces} allows
   */
  public synchronized Update update(
      Collection<MapAnnouncement> announced, Collection<? extends Vector3dc> robots) {
    SortedMap<String, Shard> before = shards;
    SortedMap<String, Shard> after = new TreeMap<>();
    Update update =
        new Update(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    long places = 0;
    for (MapAnnouncement wanted : wanted(announced, robots)) {
      String name = wanted.getMap();
      if (places + wanted.getPlaces() > reach.maxPlaces()) {
        update
            .refused()
            .put(
                name,
                "the shards nearer to robots leave no room for %d places"
                    .formatted(wanted.getPlaces()));
        continue;
      }
      Shard shard = load(wanted, before.get(name), update);
      if (shard != null) {
        after.put(name, shard);
        places += shard.announced().getPlaces();
      }
    }
    shards = after;
    before.forEach(
        (name, shard) -> {
          if (!after.containsKey(name)) {
            update.unloaded().add(name);
          }
          if (!shard.equals(after.get(name))) {
            shard.counted().release();
          }
        });
    return update;
  }

  /** Nearest first. */
  private List<MapAnnouncement> wanted(
      Collection<MapAnnouncement> announced, Collection<? extends Vector3dc> robots) {
    return announced.stream()
        .filter(
            map ->
                robots.isEmpty()
                    || distance(map, robots)
                        <= (shards.containsKey(map.getMap())
                            ? reach.unloadMetres()
                            : reach.loadMetres()))
        .sorted(
            Comparator.<MapAnnouncement>comparingDouble(
                    map -> robots.isEmpty() ? 0 : distance(map, robots))
                .thenComparing(MapAnnouncement::getMap))
        .toList();
  }

  private static double distance(MapAnnouncement map, Collection<? extends Vector3dc> robots) {
    return robots.stream()
        .mapToDouble(robot -> MapCatalogue.distance(map, robot))
        .min()
        .orElseThrow();
  }

  private @Nullable Shard load(MapAnnouncement wanted, @Nullable Shard loaded, Update update) {
    if (loaded != null && loaded.announced().equals(wanted)) {
      return loaded;
    }
    String digest = wanted.getManifestSha256();
    Long refused = refusedAtNanos.get(digest);
    if (refused != null && nanoTime.getAsLong() - refused < RETRY_NANOS) {
      update.refused().put(wanted.getMap(), "refused a moment ago; it is tried again later");
      return loaded;
    }
    try {
      Shard shard = new Shard(wanted, new CountedMap(open(wanted)));
      refusedAtNanos.remove(digest);
      (loaded == null ? update.loaded() : update.swapped()).add(wanted.getMap());
      return shard;
    } catch (WaymarkException e) {
      refusedAtNanos.put(digest, nanoTime.getAsLong());
      update.refused().put(wanted.getMap(), e.getMessage());
      return loaded;
    }
  }

  private PlaceMap open(MapAnnouncement wanted) {
    if (!wanted.getModel().equals(identity.modelId())
        || !wanted.getFrame().equals(identity.frameId())) {
      throw new WaymarkException(
          "map %s/%s has model %s and frame '%s'; model %s and frame '%s' are served"
              .formatted(
                  wanted.getMap(),
                  wanted.getVersion(),
                  wanted.getModel(),
                  wanted.getFrame(),
                  identity.modelId(),
                  identity.frameId()));
    }
    return PlaceMap.open(fetch.apply(wanted));
  }

  /**
   * A place that a shard has.
   *
   * @param map manifest of the shard's version
   */
  public record ShardMatch(MapManifest map, Match match) {}

  /** The shards of one moment; close it after each unit of work. For one thread. */
  public static final class Use implements AutoCloseable {

    private final List<CountedMap> maps;

    private Use(List<CountedMap> maps) {
      this.maps = maps;
    }

    /** Manifests of the shards, by name. */
    public List<MapManifest> manifests() {
      return maps.stream().map(counted -> counted.map().manifest()).toList();
    }

    /**
     * The {@code k} places of all shards whose descriptors are nearest, nearest first; none where
     * no shard is loaded. A place that two shards share, because they overlap, comes once.
     */
    public List<ShardMatch> search(float[] descriptor, int k) {
      List<ShardMatch> all = new ArrayList<>();
      for (CountedMap counted : maps) {
        for (Match match : counted.map().search(descriptor, k)) {
          all.add(new ShardMatch(counted.map().manifest(), match));
        }
      }
      // Sorting is stable: at equal distance shards come by name, their places in their order.
      all.sort(Comparator.comparingDouble(found -> found.match().distance()));
      Set<List<String>> seen = new HashSet<>();
      return all.stream()
          .filter(
              found ->
                  seen.add(List.of(found.match().place().session(), found.match().place().id())))
          .limit(k)
          .toList();
    }

    @Override
    public void close() {
      maps.forEach(CountedMap::release);
    }
  }

  /** The shards that are loaded at this moment. */
  public Use use() {
    while (true) {
      SortedMap<String, Shard> seen = shards;
      List<CountedMap> taken = new ArrayList<>();
      for (Shard shard : seen.values()) {
        if (shard.counted().acquire()) {
          taken.add(shard.counted());
        }
      }
      if (taken.size() == seen.size()) {
        return new Use(taken);
      }
      // One of them was unloaded meanwhile: take the shards of now.
      taken.forEach(CountedMap::release);
    }
  }

  /** Unloads all; who searches still finishes. */
  @Override
  public synchronized void close() {
    SortedMap<String, Shard> last = shards;
    shards = new TreeMap<>();
    last.values().forEach(shard -> shard.counted().release());
  }
}
