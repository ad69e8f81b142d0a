package org.waymark.streams;

import java.util.Optional;
import org.waymark.indexer.MapManifest;

/**
 * Which map frames are looked up in at a moment.
 *
 * @param model id of the model that it was built with
 * @param frame that its poses are in
 * @param swaps how often another version came into use
 * @param refusals how often an announced version was not taken
 * @param refused why the version that is announced now is not in use; empty when it is
 * @param withdrawn whether it is announced that there is no such map any more
 */
public record MapStatus(
    String map,
    String version,
    String model,
    String frame,
    long swaps,
    long refusals,
    Optional<String> refused,
    boolean withdrawn) {

  /** Of a map that stays as it is. */
  static MapStatus of(MapManifest map) {
    return new MapStatus(
        map.name(), map.version(), map.modelId(), map.frameId(), 0, 0, Optional.empty(), false);
  }
}
