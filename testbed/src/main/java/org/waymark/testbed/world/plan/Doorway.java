package org.waymark.testbed.world.plan;

/**
 * A passage through a wall, which joins two rooms; also the only thing through which one room is
 * seen from another.
 *
 * @param a index of the room with the smaller coordinate across the wall
 * @param b index of the other room
 * @param passage the floor of the passage, as deep as the wall is thick
 * @param alongX whether the wall runs along x, that is, the robot passes along y
 * @param height of the opening, in metres
 */
public record Doorway(int a, int b, Rect passage, boolean alongX, double height) {

  public double centreX() {
    return (passage.x0() + passage.x1()) / 2;
  }

  public double centreY() {
    return (passage.y0() + passage.y1()) / 2;
  }
}
