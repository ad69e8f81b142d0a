package org.waymark.core.label;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labels from what pictures see on the ground, computed row by row. Only places near a query are
 * compared: a grid, whose cells are as wide as two views can lie apart and still meet, finds them.
 * Safe for use by many threads.
 */
public final class SectorLabels implements LabelRows {

  /** Coordinates of a cell. */
  private record Cell(long column, long row) {}

  private final List<Sector> queries;
  private final List<Sector> places;
  private final OverlapKind kind;
  private final double cellMetres;
  private final Map<Cell, int[]> placesByCell;

  public SectorLabels(GroundViews queries, GroundViews places, OverlapKind kind) {
    this.queries = queries.sectors();
    this.places = places.sectors();
    this.kind = kind;
    this.cellMetres = largestRadius(this.queries) + largestRadius(this.places);
    this.placesByCell =
        IntStream.range(0, this.places.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    p -> cell(this.places.get(p)),
                    Collectors.collectingAndThen(
                        Collectors.toList(),
                        found -> found.stream().mapToInt(Integer::intValue).toArray())));
  }

  private static double largestRadius(List<Sector> sectors) {
    return sectors.stream().mapToDouble(Sector::radius).max().orElse(1);
  }

  private Cell cell(Sector sector) {
    return new Cell(
        (long) Math.floor(sector.east() / cellMetres),
        (long) Math.floor(sector.north() / cellMetres));
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
    Sector sector = queries.get(query);
    int[] candidates = near(cell(sector));
    int[] index = new int[candidates.length];
    float[] psi = new float[candidates.length];
    int n = 0;
    for (int place : candidates) {
      float value = (float) kind.psi(sector, places.get(place));
      if (value > 0) {
        index[n] = place;
        psi[n++] = value;
      }
    }
    return LabelRow.sparse(places.size(), Arrays.copyOf(index, n), Arrays.copyOf(psi, n));
  }

  /** Places of a cell and the eight around it, in ascending order. */
  private int[] near(Cell centre) {
    int[] found = new int[0];
    for (long column = centre.column() - 1; column <= centre.column() + 1; column++) {
      for (long row = centre.row() - 1; row <= centre.row() + 1; row++) {
        int[] there = placesByCell.get(new Cell(column, row));
        if (there != null) {
          int before = found.length;
          found = Arrays.copyOf(found, before + there.length);
          System.arraycopy(there, 0, found, before, there.length);
        }
      }
    }
    Arrays.sort(found);
    return found;
  }
}
