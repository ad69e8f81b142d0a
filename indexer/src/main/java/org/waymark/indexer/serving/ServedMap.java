package org.waymark.indexer.serving;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.PlaceMap;

/**
 * The map that a running service searches, and what the service makes of each version. It can be
 * swapped for another version at any moment: whoever is searching finishes with the version that it
 * began with, whoever begins afterwards gets the new one, and the old one is closed when its last
 * user is done. Safe for use by many threads.
 *
 * <pre>{@code
 * try (ServedMap.Use<Searcher> use = served.use()) {          // one frame: one version
 *   List<Match> best = use.map().search(descriptor, 10);
 *   String answeredBy = use.map().manifest().version();
 * }
 * }</pre>
 *
 * @param <V> what is made of a version, and goes with it
 */
public final class ServedMap<V> implements AutoCloseable {

  private final Function<PlaceMap, V> views;
  private volatile Serving<V> served;
  private boolean closed;

  private record Serving<V>(CountedMap counted, V view) {}

  /**
   * Takes over an open map, and closes it when it is no longer used.
   *
   * @param views makes of a version what its users need; a version that it fails for is not served
   */
  public ServedMap(PlaceMap map, Function<PlaceMap, V> views) {
    this.views = views;
    this.served = new Serving<>(new CountedMap(map), views.apply(map));
  }

  /** Likewise, where the map itself is all that is needed. */
  public static ServedMap<PlaceMap> of(PlaceMap map) {
    return new ServedMap<>(map, Function.identity());
  }

  /** A map in use; close it after each unit of work, so that old versions can go. */
  public static final class Use<V> implements AutoCloseable {

    private final Serving<V> serving;
    private boolean closed;

    private Use(Serving<V> serving) {
      this.serving = serving;
    }

    /** The same version until this is closed. */
    public PlaceMap map() {
      requireOpen();
      return serving.counted().map();
    }

    /** What was made of that version. */
    public V view() {
      requireOpen();
      return serving.view();
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("this use of a map is over");
      }
    }

    /** For the thread that took it; a second time is nothing. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        serving.counted().release();
      }
    }
  }

  /**
   * The map of this moment, until the use is closed.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Use<V> use() {
    while (true) {
      Serving<V> serving = served;
      if (serving.counted().acquire()) {
        return new Use<>(serving);
      }
      // Swapped between the two lines, and its last user is gone: the next one is there already.
      if (served.counted() == serving.counted()) {
        throw new IllegalStateException("this map is no longer served");
      }
    }
  }

  /** Manifest of the version that is served now. */
  public MapManifest manifest() {
    return served.counted().map().manifest();
  }

  /**
   * A swap that happened.
   *
   * @param from what was served
   * @param to what is served now
   */
  public record Swap(MapManifest from, MapManifest to) {

    /** Whether what was known of robots' poses still holds. */
    public boolean sameFrame() {
      return from.frameId().equals(to.frameId());
    }
  }

  /**
   * Serves another version from now on, after checking every byte of it. Takes as long as that
   * takes; searches go on meanwhile.
   *
   * @param version its directory
   * @throws WaymarkException when it is damaged, its descriptors are of another model, or nothing
   *     can be made of it; what was served is served as before then
   */
  public synchronized Swap swapTo(Path version) {
    if (closed) {
      throw new IllegalStateException("this map is no longer served");
    }
    PlaceMap next = PlaceMap.open(version);
    boolean swapped = false;
    try {
      MapManifest now = manifest();
      next.requireModel(now.modelId(), now.modelName());
      Serving<V> old = served;
      served = new Serving<>(new CountedMap(next), views.apply(next));
      swapped = true;
      old.counted().release();
      return new Swap(now, next.manifest());
    } finally {
      if (!swapped) {
        next.close();
      }
    }
  }

  /**
   * Serves the version that a map's directory has as its current one.
   *
   * @return empty when it is served already
   * @throws WaymarkException as {@link #swapTo}
   */
  public Optional<Swap> follow(MapDirectory directory) {
    Path current = directory.current();
    MapManifest there = MapManifest.read(current);
    return there.equals(manifest()) ? Optional.empty() : Optional.of(swapTo(current));
  }

  /** Ends serving; the map is closed when its last user is done. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      served.counted().release();
    }
  }
}
