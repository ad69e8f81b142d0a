package org.waymark.indexer;

/** Manifests that say something else than they should. */
final class TestManifests {

  private TestManifests() {}

  static MapManifest withExtent(MapManifest m, MapManifest.Extent extent) {
    return changed(m, m.places(), extent);
  }

  static MapManifest withPlaces(MapManifest m, long places) {
    return changed(m, places, m.extent());
  }

  private static MapManifest changed(MapManifest m, long places, MapManifest.Extent extent) {
    return new MapManifest(
        m.format(),
        m.name(),
        m.version(),
        m.modelId(),
        m.modelName(),
        m.descriptorSize(),
        m.frameId(),
        m.geo(),
        places,
        extent,
        m.contents(),
        m.sources(),
        m.build(),
        m.alignment(),
        m.files(),
        m.createdAt());
  }
}
