package org.waymark.testbed.world.scene;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.waymark.testbed.world.plan.Doorway;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.texture.Texture;

/**
 * A room that looks exactly like another: the same surfaces in the same light, moved, with other
 * signs beside the doors.
 *
 * @param dx from the original to the copy, in metres
 * @param signs of the copy by those of the original
 */
record Twin(double dx, double dy, Map<Texture, Texture> signs) {

  static Twin of(Room original, Room copy, long seed, Textures textures) {
    Style style = Style.of(original, seed, textures);
    Map<Texture, Texture> signs = new HashMap<>();
    for (int i = 0; i < original.openings().size(); i++) {
      String label = original.openings().get(i).label();
      if (!label.isEmpty()) {
        signs.put(
            Shell.sign(textures, label, style),
            Shell.sign(textures, copy.openings().get(i).label(), style));
      }
    }
    return new Twin(
        copy.floor().x0() - original.floor().x0(),
        copy.floor().y0() - original.floor().y0(),
        signs);
  }

  Scene.Built copy(Scene.Built original, List<Doorway> doorways) {
    List<Surface> surfaces =
        original.cell().surfaces().stream()
            .map(s -> s.copied(dx, dy, signs.getOrDefault(s.texture(), s.texture())))
            .toList();
    List<Box> blocks =
        original.blocks().stream()
            .map(b -> new Box(moved(b.floor()), b.bottom(), b.top()))
            .toList();
    return new Scene.Built(new Cell(surfaces, original.cell().lights(), doorways), blocks);
  }

  private Rect moved(Rect r) {
    return new Rect(r.x0() + dx, r.y0() + dy, r.x1() + dx, r.y1() + dy);
  }
}
