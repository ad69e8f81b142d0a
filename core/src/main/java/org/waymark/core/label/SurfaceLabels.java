package org.waymark.core.label;

/**
 * Labels from the surfaces that pictures see, computed row by row. Safe for use by many threads.
 *
 * @param <S> how they are compared
 */
public final class SurfaceLabels<S extends Surface<S>> implements LabelRows {

  private final Surfaces<S> queries;
  private final Surfaces<S> places;

  /** Both may be the same object. */
  public SurfaceLabels(Surfaces<S> queries, Surfaces<S> places) {
    this.queries = queries;
    this.places = places;
  }

  @Override
  public int queries() {
    return queries.size();
  }

  @Override
  public int places() {
    return places.size();
  }

  @Override
  public LabelRow row(int query) {
    S surface = queries.get(query);
    Outline outline = queries.outline(query);
    float[] psi = new float[places.size()];
    for (int p = 0; p < psi.length; p++) {
      if (outline.mayMeet(places.outline(p))) {
        psi[p] = (float) surface.overlap(places.get(p));
      }
    }
    return LabelRow.dense(psi);
  }
}
