package org.waymark.indexer.search;

import org.waymark.core.geometry.Pose;

/**
 * Where the camera is thought to be, so that a search of a graph begins at the places there. It
 * excludes nothing: a wrong prediction finds what a search without it finds.
 *
 * @param pose of the camera in the map frame
 * @param radiusMetres how far around it places to begin at are looked for, over the ground; above 0
 */
public record Seed(Pose pose, double radiusMetres) {

  /** Suits predictions that are a few metres off. */
  private static final double USUAL_RADIUS_METRES = 5;

  public Seed {
    if (!(radiusMetres > 0 && Double.isFinite(radiusMetres))) {
      throw new IllegalArgumentException("a radius of %s m".formatted(radiusMetres));
    }
  }

  public static Seed at(Pose pose) {
    return new Seed(pose, USUAL_RADIUS_METRES);
  }
}
