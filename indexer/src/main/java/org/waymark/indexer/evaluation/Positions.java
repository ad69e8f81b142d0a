package org.waymark.indexer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.GridZones;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.PoseError;

/**
 * Where queries and places are, in one frame: by their poses where all have one, else on the
 * ground.
 */
public final class Positions {

  private final double[][] queries;
  private final double[][] places;
  private final List<Optional<Pose>> queryPoses;
  private final List<Optional<Pose>> placePoses;
  private final List<Optional<GroundPosition>> queryGround;
  private final List<Optional<GroundPosition>> placeGround;

  private Positions(Side queries, Side places, boolean byPose) {
    this.queries = byPose ? queries.byPose() : queries.onGround();
    this.places = byPose ? places.byPose() : places.onGround();
    this.queryPoses = queries.poses;
    this.placePoses = places.poses;
    this.queryGround = queries.ground;
    this.placeGround = places.ground;
  }

  /**
   * Empty when some frame has no position of the kind that the others have.
   *
   * @throws WaymarkException when ground positions are of different zones
   */
  public static Optional<Positions> of(FrameSet queries, FrameSet places) {
    if (!queries.isKnown() || !places.isKnown()) {
      return Optional.empty();
    }
    Side q = new Side(queries);
    Side p = new Side(places);
    if (q.hasPoses() && p.hasPoses()) {
      return Optional.of(new Positions(q, p, true));
    }
    if (q.hasGround() && p.hasGround()) {
      requireOneZone(q, p);
      return Optional.of(new Positions(q, p, false));
    }
    return Optional.empty();
  }

  /** As {@link #of}, naming a frame without a position where one is missing. */
  public static Positions require(FrameSet queries, FrameSet places) {
    return of(queries, places)
        .orElseThrow(
            () ->
                new WaymarkException(
                    "distances on the ground need a position of every frame: %s"
                        .formatted(
                            missing(queries)
                                .or(() -> missing(places))
                                .orElse(
                                    "queries have poses and places have ground positions, or the other way round"))));
  }

  private static Optional<String> missing(FrameSet set) {
    if (!set.isKnown()) {
      return Optional.of(
          "of %s only the number is known; name them with --queries and --map-dataset, or give the truth with --gt"
              .formatted(set.name()));
    }
    for (int i = 0; i < set.size(); i++) {
      if (set.pose(i).isEmpty() && set.frame(i).flatMap(DatasetFrame::position).isEmpty()) {
        return Optional.of("frame %s of %s has none".formatted(set.id(i), set.name()));
      }
    }
    return Optional.empty();
  }

  private static void requireOneZone(Side queries, Side places) {
    GridZones zones = new GridZones();
    queries.ground.forEach(position -> position.ifPresent(zones::add));
    places.ground.forEach(position -> position.ifPresent(zones::add));
    zones.requireOne("evaluate each city by itself");
  }

  /** {@code [query][axis]} in metres: three axes by pose, two (east, north) on the ground. */
  public double[][] queries() {
    return queries;
  }

  /** {@code [place][axis]}, as {@link #queries}. */
  public double[][] places() {
    return places;
  }

  /** How far a place is from a query; degrees are NaN where a heading is unknown. */
  public PoseError error(int query, int place) {
    if (queries[query].length == 3) {
      return PoseError.between(
          queryPoses.get(query).orElseThrow(), placePoses.get(place).orElseThrow());
    }
    GroundPosition a = queryGround.get(query).orElseThrow();
    GroundPosition b = placeGround.get(place).orElseThrow();
    return new PoseError(
        a.distanceTo(b),
        Math.abs(Math.IEEEremainder(a.headingDegrees() - b.headingDegrees(), 360)));
  }

  /** What the frames of one side say. */
  private static final class Side {
    private final List<Optional<Pose>> poses = new ArrayList<>();
    private final List<Optional<GroundPosition>> ground = new ArrayList<>();

    Side(FrameSet set) {
      for (int i = 0; i < set.size(); i++) {
        poses.add(set.pose(i));
        ground.add(set.frame(i).flatMap(DatasetFrame::position));
      }
    }

    boolean hasPoses() {
      return poses.stream().allMatch(Optional::isPresent);
    }

    boolean hasGround() {
      return ground.stream().allMatch(Optional::isPresent);
    }

    double[][] byPose() {
      return poses.stream()
          .flatMap(Optional::stream)
          .map(p -> new double[] {p.x(), p.y(), p.z()})
          .toArray(double[][]::new);
    }

    double[][] onGround() {
      return ground.stream()
          .flatMap(Optional::stream)
          .map(p -> new double[] {p.east(), p.north()})
          .toArray(double[][]::new);
    }
  }
}
