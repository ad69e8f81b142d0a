package org.waymark.testbed.world.scene;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.waymark.testbed.world.texture.Texture;

/**
 * Every texture of a world, painted once; the scenes of both drives share them. A key must say
 * everything that the picture depends on. Safe for use by many threads.
 */
public final class Textures {

  private final Map<String, Texture> painted = new ConcurrentHashMap<>();

  Texture get(String key, Supplier<Texture> painter) {
    return painted.computeIfAbsent(key, k -> painter.get());
  }
}
