package org.waymark.core.label;

/** What the area that two views share is divided by. */
public enum OverlapKind {
  /** Area of both views together: symmetric. */
  IOU,
  /** Area of the query's view. */
  QUERY,
  /** Area of the map's view. */
  MAP;

  /** psi, 0 to 1, of a query's and a place's sector. */
  public double psi(Sector query, Sector place) {
    double shared = query.intersectionArea(place);
    double whole =
        switch (this) {
          case IOU -> query.area() + place.area() - shared;
          case QUERY -> query.area();
          case MAP -> place.area();
        };
    return Math.clamp(shared / whole, 0, 1);
  }
}
