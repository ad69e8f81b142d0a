package org.waymark.testbed.world.scene;

/**
 * The light that falls on a surface, at nodes from its upper left to its lower right corner; what
 * is between is interpolated. Values have the lanes of {@link
 * org.waymark.testbed.world.texture.Texture}, gamma-encoded, {@link #ONE} for a white surface that
 * appears white.
 *
 * @param columns at least 2
 * @param rows at least 2
 * @param nodes row-major; not copied: do not change them
 */
public record LightMap(int columns, int rows, long[] nodes) {

  public static final int ONE = 512;
  public static final int MAX = 2047;
}
