package org.waymark.streams;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.fetch.MapFetcher;
import org.waymark.indexer.serving.ServedMap;

/**
 * Looks frames up in a map that may be swapped for another version between two of them. A frame is
 * answered by one version from beginning to end. A version that cannot be fetched, is damaged, or
 * not what was announced, is refused: the one before goes on.
 *
 * <p>Beliefs are kept where the frame of the maps is the same; in another frame robots are looked
 * for anew, see {@link Observations#of}.
 *
 * <p>One thread announces (see {@link MapFollower}), any number localize.
 */
public final class FollowedMap implements FrameLocalizer, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedMap.class);

  private final Model model;
  private final MapFetcher fetcher;
  private final Function<PlaceMap, FrameLocalizer> localizers;

  /** Null until the first version is there. */
  private volatile @Nullable ServedMap<FrameLocalizer> served;

  private volatile MapStatus status;
  private volatile Consumer<MapStatus> listener = _ -> {};

  /** Whose descriptors are looked up. */
  public record Model(String id, String name) {}

  /**
   * @param map its name
   * @param localizers makes of a version what answers frames; fails for one that it cannot use
   */
  public FollowedMap(
      String map, Model model, MapFetcher fetcher, Function<PlaceMap, FrameLocalizer> localizers) {
    this.model = model;
    this.fetcher = fetcher;
    this.localizers = localizers;
    this.status = new MapStatus(map, "", model.id(), "", 0, 0, Optional.empty(), false);
  }

  /** The version of the moment; fetching another one does not make it wait. */
  @Override
  public Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief) {
    try (ServedMap.Use<FrameLocalizer> use = Objects.requireNonNull(served).use()) {
      return status.withdrawn()
          ? new WithdrawnMap(use.map().manifest(), model.id())
              .localize(frame, source, publishedMillis, belief)
          : use.view().localize(frame, source, publishedMillis, belief);
    }
  }

  @Override
  public Optional<MapStatus> map() {
    return Optional.of(status);
  }

  @Override
  public void onMapChange(Consumer<MapStatus> newListener) {
    listener = newListener;
  }

  /** Whether there is a version to look frames up in. */
  boolean isServing() {
    return served != null;
  }

  /**
   * Brings an announced version into use, which takes as long as fetching and checking it takes.
   * One that is in use already is opened anew, for the sake of a calibration that came later.
   *
   * @return false when it is refused
   */
  boolean adopt(MapAnnouncement announced) {
    try {
      requireModel(announced);
      MapManifest now = serve(fetcher.fetch(announced));
      boolean first = status.version().isEmpty();
      boolean sameFrame = first || now.frameId().equals(status.frame());
      String before = status.version();
      status =
          new MapStatus(
              now.name(),
              now.version(),
              model.id(),
              now.frameId(),
              status.swaps() + (first ? 0 : 1),
              status.refusals(),
              Optional.empty(),
              false);
      listener.accept(status);
      if (first) {
        LOG.info("Map {}/{} is in use", now.name(), now.version());
      } else {
        LOG.warn(
            "Map {}/{} is in use in place of version {}; {}",
            now.name(),
            now.version(),
            before,
            sameFrame
                ? "beliefs are kept"
                : "its frame is '%s', robots are looked for anew".formatted(now.frameId()));
      }
      return true;
    } catch (WaymarkException e) {
      refuse(announced, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Refused before anything is fetched. */
  private void requireModel(MapAnnouncement announced) {
    if (!announced.getModel().equals(model.id())) {
      throw new WaymarkException(
          "map %s/%s was built with model %s, this is model %s (%s); give that model with --model, or publish a map of this one"
              .formatted(
                  announced.getMap(),
                  announced.getVersion(),
                  announced.getModel(),
                  model.id(),
                  model.name()));
    }
  }

  private MapManifest serve(Path version) {
    ServedMap<FrameLocalizer> serving = served;
    if (serving != null) {
      return serving.swapTo(version).to();
    }
    PlaceMap first = PlaceMap.open(version);
    boolean taken = false;
    try {
      first.requireModel(model.id(), model.name());
      served = new ServedMap<>(first, localizers);
      taken = true;
      return first.manifest();
    } finally {
      if (!taken) {
        first.close();
      }
    }
  }

  private void refuse(MapAnnouncement announced, String reason) {
    boolean known = status.refused().filter(reason::equals).isPresent();
    status =
        new MapStatus(
            status.map(),
            status.version(),
            status.model(),
            status.frame(),
            status.swaps(),
            status.refusals() + 1,
            Optional.of(reason),
            status.withdrawn());
    if (!known) {
      LOG.warn(
          "Map {}/{} is refused, {}: {}",
          announced.getMap(),
          announced.getVersion(),
          isServing() && !status.withdrawn()
              ? "version %s goes on".formatted(status.version())
              : "and there is no other to use",
          reason);
    }
  }

  /** There is no such map any more: frames are LOST until a version is announced. */
  void withdraw() {
    status =
        new MapStatus(
            status.map(),
            status.version(),
            status.model(),
            status.frame(),
            status.swaps(),
            status.refusals(),
            Optional.empty(),
            true);
    LOG.warn("Map {} is withdrawn; frames are LOST until a version is announced", status.map());
  }

  /** Ends serving; who localizes still finishes. */
  @Override
  public void close() {
    ServedMap<FrameLocalizer> serving = served;
    if (serving != null) {
      serving.close();
    }
  }
}
