package org.waymark.indexer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of a map's places that the places do not say themselves.
 *
 * @param frameId the frame that the poses are in
 * @param geo where on the globe that frame lies
 * @param keyFrames the rule by which frames became places, in words
 * @param heldOut descriptors of some frames that did not become places, to try the map with
 */
record MapContent(
    String frameId,
    GeoFrame geo,
    List<MapManifest.Source> sources,
    String keyFrames,
    MapManifest.@Nullable Alignment alignment,
    List<float[]> heldOut) {}
