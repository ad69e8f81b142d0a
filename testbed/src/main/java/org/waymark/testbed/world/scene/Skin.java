package org.waymark.testbed.world.scene;

import org.waymark.testbed.world.texture.Texture;

/**
 * What a box is covered with.
 *
 * @param front shown once over the whole front when {@code fitted}, else repeated like the rest
 * @param rest of the other faces, repeated at its natural size
 */
record Skin(Texture front, Texture rest, boolean fitted) {

  static Skin of(Texture texture) {
    return new Skin(texture, texture, false);
  }

  static Skin fronted(Texture front, Texture rest) {
    return new Skin(front, rest, true);
  }
}
