package org.waymark.testbed.world.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.waymark.testbed.world.plan.Doorway;
import org.waymark.testbed.world.plan.Path;
import org.waymark.testbed.world.plan.Plan;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.texture.Rgb;

/**
 * A building at one hour of one day: every surface with the light on it. Immutable.
 *
 * @param cells in the order of the plan's rooms
 * @param blocks everything solid that stands in the rooms, for collision checks
 */
public record Scene(Plan plan, List<Cell> cells, List<Obstacle> blocks) {

  /** Something solid, in world metres. */
  public record Obstacle(double x0, double y0, double bottom, double x1, double y1, double top) {

    public boolean contains(double x, double y, double z) {
      return x > x0 && x < x1 && y > y0 && y < y1 && z > bottom && z < top;
    }
  }

  /** A room and what stands in it. */
  record Built(Cell cell, List<Box> blocks) {}

  public Scene {
    cells = List.copyOf(cells);
    blocks = List.copyOf(blocks);
  }

  /** Furnishes and lights a building, room by room on all cores. */
  public static Scene build(Plan plan, Path path, long seed, Lighting lighting, Textures textures) {
    Map<Integer, Built> originals =
        IntStream.range(0, plan.rooms().size())
            .parallel()
            .filter(i -> !plan.twins().containsKey(i))
            .boxed()
            .collect(
                Collectors.toConcurrentMap(
                    i -> i, i -> room(plan, plan.rooms().get(i), path, seed, lighting, textures)));
    List<Built> built = new ArrayList<>();
    for (Room room : plan.rooms()) {
      Integer original = plan.twins().get(room.index());
      built.add(
          original == null
              ? Objects.requireNonNull(originals.get(room.index()))
              : Twin.of(plan.rooms().get(original), room, seed, textures)
                  .copy(Objects.requireNonNull(originals.get(original)), doorways(plan, room)));
    }
    List<Obstacle> obstacles = new ArrayList<>();
    for (Built b : built) {
      for (Box box : b.blocks()) {
        obstacles.add(
            new Obstacle(
                box.floor().x0(),
                box.floor().y0(),
                box.bottom(),
                box.floor().x1(),
                box.floor().y1(),
                box.top()));
      }
    }
    return new Scene(plan, built.stream().map(Built::cell).toList(), obstacles);
  }

  private static List<Doorway> doorways(Plan plan, Room room) {
    return plan.doorways().stream()
        .filter(doorway -> doorway.a() == room.index() || doorway.b() == room.index())
        .toList();
  }

  private static Built room(
      Plan plan, Room room, Path path, long seed, Lighting lighting, Textures textures) {
    CellBuilder out = new CellBuilder();
    Style style = Style.of(room, seed, textures);
    new Shell(room, style, textures, out).build();
    List<Doorway> doorways = doorways(plan, room);
    for (Doorway doorway : doorways) {
      if (doorway.a() == room.index()) {
        Shell.passage(out, doorway, style);
      }
    }
    Furnisher furnisher = new Furnisher(room, path);
    List<Piece> pieces = furnisher.furnish();
    if (lighting.seed() != 0) {
      pieces = furnisher.onAnotherDay(pieces, lighting.seed());
    }
    Joinery joinery = new Joinery(style, textures, out);
    pieces.forEach(joinery::build);

    int bounce = Rgb.mix(style.wall().mean(), style.floor().mean(), 0.4);
    LightBaker baker = new LightBaker(out, room.floor(), room.height(), lighting, bounce);
    List<LightMap> lights = out.surfaces().stream().map(baker::bake).toList();
    return new Built(new Cell(out.surfaces(), lights, doorways), out.blocks());
  }
}
