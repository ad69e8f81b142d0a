package org.waymark.streams;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides in live mode, as a poll arrives, which of its frames are answered; the rest become STALE
 * at once. A pose is worth the more the newer its frame is, so when not all can be answered in time
 * the oldest go.
 *
 * <p>While the device keeps up, all are answered whose turn comes before they are too old. When
 * more is asked for than it can do (what came within the last second takes longer than a second),
 * each robot is answered by the newest of its frames alone, and by that only if it came in the
 * second half of the time that the one before took; a consumer often holds one frame that it
 * fetched long before it was asked. So that clocks that disagree starve nobody, a robot is passed
 * over like that at most once in a row.
 *
 * <p>For one stream thread; several share a {@link Demand}.
 */
final class Triage {

  private final StaleRule staleRule;
  private final Demand demand;
  private final Set<String> passedOver = new HashSet<>();

  Triage(StaleRule staleRule, Demand demand) {
    this.staleRule = staleRule;
    this.demand = demand;
  }

  /** One frame of a poll, in the order of its partition. */
  record Arrival(String robot, long publishedMillis) {}

  /**
   * Decides.
   *
   * @param serviceMillis what a frame costs; 0 when that is not known yet
   * @param queued frames before these
   * @return by index: whether the frame is answered
   */
  boolean[] answered(List<Arrival> poll, long nowMillis, double serviceMillis, int queued) {
    demand.arrived(poll.size(), nowMillis);
    return demand.within(nowMillis) * serviceMillis > Demand.WINDOW_MILLIS
        ? newestOfEach(poll, nowMillis, serviceMillis)
        : inTime(poll, nowMillis, serviceMillis, queued);
  }

  private boolean[] newestOfEach(List<Arrival> poll, long nowMillis, double serviceMillis) {
    Map<String, Integer> newest = new HashMap<>();
    for (int i = 0; i < poll.size(); i++) {
      newest.put(poll.get(i).robot(), i);
    }
    boolean[] answered = new boolean[poll.size()];
    newest.forEach(
        (robot, i) -> {
          long age = nowMillis - poll.get(i).publishedMillis();
          boolean old = age > serviceMillis / 2 && passedOver.add(robot);
          answered[i] = !old && !staleRule.isStale(age);
          if (!old) {
            passedOver.remove(robot);
          }
        });
    return answered;
  }

  /** From the first frame on from which all have their turn in time. */
  private boolean[] inTime(List<Arrival> poll, long nowMillis, double serviceMillis, int queued) {
    passedOver.clear();
    int first = 0;
    for (int i = 0; i < poll.size(); i++) {
      long age = nowMillis - poll.get(i).publishedMillis();
      while (first < i && staleRule.isStale(turn(age, serviceMillis, queued + i - first))) {
        first++;
      }
      if (staleRule.isStale(turn(age, serviceMillis, queued + i - first))) {
        first = i + 1;
      }
    }
    boolean[] answered = new boolean[poll.size()];
    for (int i = first; i < answered.length; i++) {
      answered[i] = true;
    }
    return answered;
  }

  /** The age at which a frame's turn comes, in milliseconds. */
  private static long turn(long age, double serviceMillis, int before) {
    return age + Math.round(before * serviceMillis);
  }

  /** How many frames came lately, over all stream threads. */
  static final class Demand {

    static final long WINDOW_MILLIS = 1000;

    private record Poll(long millis, int frames) {}

    private final Deque<Poll> polls = new ArrayDeque<>();
    private int frames;

    synchronized void arrived(int count, long nowMillis) {
      polls.addLast(new Poll(nowMillis, count));
      frames += count;
    }

    /** Frames that came within the last second. */
    synchronized int within(long nowMillis) {
      while (!polls.isEmpty() && polls.getFirst().millis() <= nowMillis - WINDOW_MILLIS) {
        frames -= polls.removeFirst().frames();
      }
      return frames;
    }
  }
}
