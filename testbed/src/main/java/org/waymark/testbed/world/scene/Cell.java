package org.waymark.testbed.world.scene;

import java.util.List;
import org.waymark.testbed.world.plan.Doorway;

/**
 * One room, ready to be rendered.
 *
 * @param surfaces what it shows
 * @param lights of the surfaces, in the same order
 * @param doorways through which other rooms are seen
 */
public record Cell(List<Surface> surfaces, List<LightMap> lights, List<Doorway> doorways) {

  public Cell {
    surfaces = List.copyOf(surfaces);
    lights = List.copyOf(lights);
    doorways = List.copyOf(doorways);
  }
}
