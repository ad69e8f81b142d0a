package org.waymark.testbed.world.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.waymark.testbed.world.plan.Opening.Kind;
import org.waymark.testbed.world.plan.Plan.Waypoint;

/** A plan under construction; may be mirrored when it is finished. */
final class PlanDraft {

  private record Sketch(RoomKind kind, Rect floor, double height, List<Opening> openings) {}

  private static final double WINDOW_TOP = 2.25;

  private final long seed;
  private final double wall;
  private final List<Sketch> rooms = new ArrayList<>();
  private final List<Doorway> doorways = new ArrayList<>();
  private final Map<Integer, Integer> twins = new LinkedHashMap<>();
  private final List<Waypoint> tour = new ArrayList<>();

  PlanDraft(long seed, double wall) {
    this.seed = seed;
    this.wall = wall;
  }

  int room(RoomKind kind, Rect floor, double height) {
    rooms.add(new Sketch(kind, floor, height, new ArrayList<>()));
    return rooms.size() - 1;
  }

  Rect floor(int room) {
    return rooms.get(room).floor();
  }

  void open(int room, Opening opening) {
    rooms.get(room).openings().add(opening);
  }

  /** A passage without a door. */
  void passage(int a, int b, boolean alongX, double from, double to, double height) {
    door(a, b, alongX, from, to, height, "");
  }

  /** Joins {@code a} with {@code b}, which lies north of it (alongX) or east. */
  Doorway door(int a, int b, boolean alongX, double from, double to, double height, String label) {
    Rect lower = floor(a);
    Rect passage =
        alongX
            ? new Rect(from, lower.y1(), to, lower.y1() + wall)
            : new Rect(lower.x1(), from, lower.x1() + wall, to);
    Side side = alongX ? Side.NORTH : Side.EAST;
    open(a, new Opening(Kind.DOORWAY, side, from, to, 0, height, label));
    open(b, new Opening(Kind.DOORWAY, side.opposite(), from, to, 0, height, label));
    Doorway doorway = new Doorway(a, b, passage, alongX, height);
    doorways.add(doorway);
    return doorway;
  }

  /** Windows at even distances in one wall of a room. */
  void windows(int room, Side side, int count, double width, double bottom) {
    Rect floor = floor(room);
    double from = side.alongX() ? floor.x0() : floor.y0();
    double span = side.alongX() ? floor.width() : floor.depth();
    for (int i = 0; i < count; i++) {
      double middle = from + span * (i + 0.5) / count;
      open(
          room,
          new Opening(
              Kind.WINDOW, side, middle - width / 2, middle + width / 2, bottom, WINDOW_TOP, ""));
    }
  }

  /** Says that a room of the same size and openings looks exactly like another. */
  void twin(int room, int original) {
    twins.put(room, original);
  }

  void start(Rect room) {
    visit(room);
  }

  /** Leads the tour over the middle of a room. */
  void visit(Rect room) {
    way((room.x0() + room.x1()) / 2, (room.y0() + room.y1()) / 2);
  }

  void way(double x, double y) {
    tour.add(new Waypoint(x, y));
  }

  Plan finish(boolean mirrorX, boolean mirrorY) {
    List<Room> finished = new ArrayList<>();
    for (int i = 0; i < rooms.size(); i++) {
      Sketch sketch = rooms.get(i);
      List<Opening> openings = new ArrayList<>();
      for (Opening opening : sketch.openings()) {
        openings.add(mirror(opening, mirrorX, mirrorY));
      }
      finished.add(
          new Room(
              i,
              sketch.kind(),
              mirror(sketch.floor(), mirrorX, mirrorY),
              sketch.height(),
              openings,
              seed * 1_000_003 + i * 7919L));
    }
    List<Doorway> passages = new ArrayList<>();
    for (Doorway d : doorways) {
      boolean swapped = d.alongX() ? mirrorY : mirrorX;
      passages.add(
          new Doorway(
              swapped ? d.b() : d.a(),
              swapped ? d.a() : d.b(),
              mirror(d.passage(), mirrorX, mirrorY),
              d.alongX(),
              d.height()));
    }
    List<Waypoint> way = new ArrayList<>();
    for (Waypoint p : tour) {
      way.add(new Waypoint(mirrorX ? -p.x() : p.x(), mirrorY ? -p.y() : p.y()));
    }
    return new Plan(finished, passages, way, twins);
  }

  private static Rect mirror(Rect r, boolean mirrorX, boolean mirrorY) {
    return new Rect(
        mirrorX ? -r.x1() : r.x0(),
        mirrorY ? -r.y1() : r.y0(),
        mirrorX ? -r.x0() : r.x1(),
        mirrorY ? -r.y0() : r.y1());
  }

  private static Opening mirror(Opening o, boolean mirrorX, boolean mirrorY) {
    boolean along = o.side().alongX() ? mirrorX : mirrorY;
    boolean across = o.side().alongX() ? mirrorY : mirrorX;
    return new Opening(
        o.kind(),
        across ? o.side().opposite() : o.side(),
        along ? -o.to() : o.from(),
        along ? -o.from() : o.to(),
        o.bottom(),
        o.top(),
        o.label());
  }
}
