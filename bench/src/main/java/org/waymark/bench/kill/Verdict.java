package org.waymark.bench.kill;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.waymark.avro.Localization;

/**
 * What a disturbed run should be: every frame once, each robot in order, everything that does not
 * tell the time as in the undisturbed run.
 *
 * @param outcomes that were read
 * @param missing frames without an outcome
 * @param twice outcomes beyond the first of their frame
 * @param disordered outcomes that follow one of a later frame of their robot
 * @param different outcomes that are not as in the undisturbed run
 */
record Verdict(int outcomes, int missing, int twice, int disordered, int different) {

  static Verdict of(
      Map<String, List<Localization>> disturbed, Map<String, List<Localization>> undisturbed) {
    int outcomes = 0;
    int missing = 0;
    int twice = 0;
    int disordered = 0;
    int different = 0;
    for (Map.Entry<String, List<Localization>> robot : undisturbed.entrySet()) {
      List<Localization> expected = robot.getValue();
      List<Localization> found = disturbed.getOrDefault(robot.getKey(), List.of());
      outcomes += found.size();
      Set<Long> seen = new HashSet<>();
      long last = -1;
      for (Localization outcome : found) {
        long sequence = outcome.getSequence();
        twice += seen.add(sequence) ? 0 : 1;
        disordered += sequence < last ? 1 : 0;
        last = sequence;
        different += isLike(outcome, expected.get(Math.toIntExact(sequence))) ? 0 : 1;
      }
      missing += expected.size() - seen.size();
    }
    return new Verdict(outcomes, missing, twice, disordered, different);
  }

  /** Equal but for the times that they took. */
  private static boolean isLike(Localization one, Localization other) {
    return one.getSequence() == other.getSequence()
        && one.getOutcome() == other.getOutcome()
        && java.util.Objects.equals(one.getReason(), other.getReason())
        && java.util.Objects.equals(one.getCameraPose(), other.getCameraPose())
        && java.util.Objects.equals(one.getCovariance(), other.getCovariance())
        && java.util.Objects.equals(one.getConfidence(), other.getConfidence())
        && one.getCandidates().equals(other.getCandidates())
        && one.getProvenance().equals(other.getProvenance());
  }

  boolean isGood() {
    return missing == 0 && twice == 0 && disordered == 0 && different == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d outcomes, %d missing, %d twice, %d out of order, %d unlike the undisturbed run",
        isGood() ? "GOOD" : "BAD",
        outcomes,
        missing,
        twice,
        disordered,
        different);
  }
}
