package org.waymark.testbed.world.plan;

/** An upright rectangle on the floor; metres, {@code x0 < x1} and {@code y0 < y1}. */
public record Rect(double x0, double y0, double x1, double y1) {

  public double width() {
    return x1 - x0;
  }

  public double depth() {
    return y1 - y0;
  }

  public boolean contains(double x, double y) {
    return x >= x0 && x <= x1 && y >= y0 && y <= y1;
  }

  public boolean overlaps(Rect other) {
    return x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1;
  }

  public boolean encloses(Rect other) {
    return x0 <= other.x0 && other.x1 <= x1 && y0 <= other.y0 && other.y1 <= y1;
  }

  /** Larger by {@code margin} on all four sides. */
  public Rect grown(double margin) {
    return new Rect(x0 - margin, y0 - margin, x1 + margin, y1 + margin);
  }

  /** Distance from a point to the nearest point of the rectangle; 0 inside. */
  public double distanceTo(double x, double y) {
    double dx = Math.max(0, Math.max(x0 - x, x - x1));
    double dy = Math.max(0, Math.max(y0 - y, y - y1));
    return Math.sqrt(dx * dx + dy * dy);
  }
}
