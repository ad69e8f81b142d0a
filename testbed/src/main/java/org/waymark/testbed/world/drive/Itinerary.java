package org.waymark.testbed.world.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.waymark.testbed.world.plan.Path;
import org.waymark.testbed.world.plan.Plan;

/**
 * Where a robot is sent. The map is always of the tour from its beginning to {@link #end}, which is
 * as far as the other drive comes.
 */
abstract class Itinerary {

  /** Shorter than this nothing can happen on it, in metres. */
  private static final double SHORTEST = 6;

  final Path path;
  final int frames;

  /** Arc length up to which the tour is mapped, in metres. */
  final double end;

  private Itinerary(Path path, int frames, double end) {
    this.path = path;
    this.frames = frames;
    this.end = Math.clamp(end, SHORTEST, path.length());
  }

  static Itinerary of(DriveKind kind, Plan plan, Path path, int frames) {
    return switch (kind) {
      case TOUR -> throw new IllegalArgumentException("the tour is no itinerary");
      case PATROL -> new Patrol(path, frames);
      case KIDNAP -> new Kidnap(path, frames);
      case ALIASED -> new Aliased(plan, path, frames);
      case REVERSE -> new Reverse(path, frames);
      case UNMAPPED -> new Unmapped(path, frames);
    };
  }

  /** Sends the robot about; it stays where it is then until it has all its frames. */
  abstract void drive(Rover rover, SplittableRandom random);

  /** Where the robot begins. */
  double start(SplittableRandom random) {
    return 0.12 * random.nextDouble();
  }

  final Drive revisit(SplittableRandom random) {
    Rover rover = Rover.astray(path, frames, start(random), random);
    drive(rover, random);
    while (!rover.done()) {
      rover.park(1);
    }
    return rover.drive(random.nextLong());
  }

  Drive mapping(long seed) {
    Rover rover = Rover.onTheWay(path, 0);
    map(rover);
    return rover.drive(seed ^ 0x3a9);
  }

  void map(Rover rover) {
    rover.driveTo(end);
  }

  /** How far one comes with some frames, in metres. */
  private static double reach(Path path, double frames) {
    double s = 0;
    for (int i = 0; i < frames; i++) {
      s += Pace.limit(path, s) / Drive.RATE_HZ;
    }
    return s;
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static final class Patrol extends Itinerary {

    /** Five times the stretch, less turns and stops, is what there is time for. */
    Patrol(Path path, int frames) {
      super(path, frames, Math.min(reach(path, frames / 5.0), path.length() / 2));
    }

    @Override
    void map(Rover rover) {
      rover.driveTo(end);
      rover.turnAround(true);
      rover.driveTo(0);
    }

    @Override
    void drive(Rover rover, SplittableRandom random) {
      while (!rover.done()) {
        leg(rover, between(random, 0.75, 1) * end, random);
        leg(rover, between(random, 0, 0.25) * end, random);
      }
    }

    private static void leg(Rover rover, double to, SplittableRandom random) {
      double from = rover.place();
      double stop = from + between(random, 0.3, 0.7) * (to - from);
      rover.pace(between(random, 0.5, 1.1));
      rover.driveTo(stop);
      rover.park(between(random, 3, 7));
      if (random.nextBoolean()) {
        rover.pace(0.4);
        rover.driveTo(stop - 0.15 * (to - from));
      }
      rover.pace(between(random, 0.7, 1.1));
      rover.driveTo(to);
      rover.turnAround(random.nextBoolean());
    }
  }

  private static final class Kidnap extends Itinerary {

    /** Nearer than this to where it was, a robot has hardly been carried, in metres. */
    private static final double FAR = 4;

    private static final int CANDIDATES = 200;

    Kidnap(Path path, int frames) {
      super(path, frames, reach(path, frames));
    }

    @Override
    double start(SplittableRandom random) {
      return between(random, 0, 0.25) * end;
    }

    @Override
    void drive(Rover rover, SplittableRandom random) {
      int first = (int) (frames * between(random, 0.25, 0.4));
      int second = (int) (frames * between(random, 0.6, 0.75));
      rover.driveTo(end, first);
      rover.kidnap(elsewhere(rover, second - first, random));
      rover.driveTo(end, second);
      rover.kidnap(elsewhere(rover, frames - second, random));
      rover.driveTo(end);
    }

    /** A place far away over the floor, and with enough mapped way ahead where possible. */
    private double elsewhere(Rover rover, int framesLeft, SplittableRandom random) {
      double last = Math.max(end / 4, end - Pace.SPEED * framesLeft / Drive.RATE_HZ);
      double best = 0;
      double bestDistance = -1;
      for (int i = 0; i < CANDIDATES && bestDistance < FAR; i++) {
        double place = last * random.nextDouble();
        double distance =
            Math.hypot(
                path.x(place) - path.x(rover.place()), path.y(place) - path.y(rover.place()));
        if (distance > bestDistance) {
          best = place;
          bestDistance = distance;
        }
      }
      return best;
    }
  }

  private static final class Aliased extends Itinerary {

    /** Where the tour enters rooms that have twins. */
    private final List<Double> entrances;

    Aliased(Plan plan, Path path, int frames) {
      super(path, frames, Math.max(reach(path, frames), lastTwin(plan, path) + 2));
      entrances = entrances(plan, path);
    }

    private static List<Double> entrances(Plan plan, Path path) {
      List<Double> entrances = new ArrayList<>();
      boolean before = false;
      for (double s = 0; s < path.length(); s += 0.1) {
        int room = plan.roomAt(path.x(s), path.y(s));
        if (room >= 0) {
          boolean twin = plan.hasTwin(room);
          if (twin && !before) {
            entrances.add(s);
          }
          before = twin;
        }
      }
      return entrances;
    }

    private static double lastTwin(Plan plan, Path path) {
      double last = 0;
      for (double s = 0; s < path.length(); s += 0.1) {
        int room = plan.roomAt(path.x(s), path.y(s));
        last = room >= 0 && plan.hasTwin(room) ? s : last;
      }
      return last;
    }

    @Override
    double start(SplittableRandom random) {
      return entrances.isEmpty()
          ? super.start(random)
          : entrances.get(random.nextInt(entrances.size())) + between(random, 0.3, 3);
    }

    @Override
    void drive(Rover rover, SplittableRandom random) {
      rover.driveTo(end);
    }
  }

  private static final class Reverse extends Itinerary {

    /** Half the way there, most of it back, and the whole again. */
    Reverse(Path path, int frames) {
      super(path, frames, reach(path, frames / 2.0));
    }

    @Override
    void drive(Rover rover, SplittableRandom random) {
      rover.driveTo(between(random, 0.45, 0.55) * end);
      rover.turnAround(random.nextBoolean());
      rover.driveTo(between(random, 0.05, 0.15) * end);
      rover.turnAround(random.nextBoolean());
      rover.driveTo(end);
    }
  }

  private static final class Unmapped extends Itinerary {

    private static final double FROM = 0.4;
    private static final double TO = 0.7;

    Unmapped(Path path, int frames) {
      super(path, frames, reach(path, 0.95 * frames));
    }

    /** Drives on through the gap, but takes no frames there. */
    @Override
    Drive mapping(long seed) {
      Rover rover = Rover.onTheWay(path, 0);
      rover.driveTo(FROM * end);
      int last = rover.taken();
      rover.driveTo(TO * end);
      int next = rover.taken();
      rover.driveTo(end);
      Drive whole = rover.drive(seed ^ 0x3a9);
      int[] kept = IntStream.range(0, rover.taken()).filter(i -> i < last || i >= next).toArray();
      return new Drive(pick(whole.poses(), kept), pick(whole.odometry(), kept), whole.kidnaps());
    }

    private static <T> List<T> pick(List<T> of, int[] kept) {
      return IntStream.of(kept).<T>mapToObj(of::get).toList();
    }

    @Override
    void drive(Rover rover, SplittableRandom random) {
      rover.driveTo(end);
    }
  }
}
