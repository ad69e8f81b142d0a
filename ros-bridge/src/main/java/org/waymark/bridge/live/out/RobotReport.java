package org.waymark.bridge.live.out;

import java.util.Optional;
import org.waymark.avro.Localization;
import org.waymark.bridge.live.out.Freshness.Verdict;

/**
 * What is known of a robot's localization at one moment, for diagnostics.
 *
 * @param last the last outcome that came, told or not
 * @param verdict on it
 * @param lagNanos from its picture's stamp until it came
 * @param poseStampNanos stamp of the last pose that was told
 * @param transformAbsence why {@code map -> odom} is not published; empty while it is
 * @param problem why the last pose could not be told
 * @param outcomes how many came, and how many of them were too late
 */
record RobotReport(
    Optional<Localization> last,
    Optional<Verdict> verdict,
    long lagNanos,
    Optional<Long> poseStampNanos,
    Optional<String> transformAbsence,
    Optional<String> problem,
    long outcomes,
    long lateOutcomes) {}
