package org.waymark.indexer.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.waymark.core.geometry.Pose;

/**
 * When a frame becomes a place: when it differs enough from the last key frame of its drive. Any
 * one of the three differences suffices; an infinite threshold is never reached.
 *
 * @param distanceMetres between the two positions
 * @param angleDegrees between the two orientations
 * @param change between the two descriptors, as a share of the {@link DescriptorSpread}: 0 for the
 *     same picture, about 1 for two pictures that have nothing in common. Absolute distances would
 *     mean something else with each model.
 */
public record KeyFrameRule(double distanceMetres, double angleDegrees, double change) {

  /** For poses in metres of a building, a garden or a street. */
  public static final KeyFrameRule METRIC = new KeyFrameRule(0.5, 15, 0.5);

  /** For GPS, whose noise alone is some metres. */
  public static final KeyFrameRule GEOGRAPHIC = new KeyFrameRule(5, 30, 0.5);

  /** Every frame but copies. */
  public static final KeyFrameRule ALL = new KeyFrameRule(0, 0, 0);

  public KeyFrameRule {
    if (!(distanceMetres >= 0 && angleDegrees >= 0 && change >= 0)) {
      throw new IllegalArgumentException(
          "a key frame %s m, %s degrees or a change of %s apart"
              .formatted(distanceMetres, angleDegrees, change));
    }
  }

  /** Whether every frame becomes a place, unless it is a copy. */
  public boolean keepsAll() {
    return distanceMetres == 0 || angleDegrees == 0 || change == 0;
  }

  /**
   * Whether a frame is the next key frame.
   *
   * @param last the last key frame's pose
   * @param now the frame's
   * @param descriptorChange between their descriptors, as a share of the spread
   */
  boolean reached(Pose last, Pose now, double descriptorChange) {
    return keepsAll()
        || descriptorChange >= change
        || last.distanceTo(now) >= distanceMetres
        || Math.toDegrees(last.angleTo(now)) >= angleDegrees;
  }

  /** Whether two poses are too near each other to be two key frames. */
  public boolean samePlace(Pose a, Pose b) {
    return a.distanceTo(b) < distanceMetres && Math.toDegrees(a.angleTo(b)) < angleDegrees;
  }

  /** In words, for manifests and people. */
  @Override
  public String toString() {
    if (keepsAll()) {
      return "every frame";
    }
    List<String> differences = new ArrayList<>();
    if (Double.isFinite(distanceMetres)) {
      differences.add(number(distanceMetres) + " m");
    }
    if (Double.isFinite(angleDegrees)) {
      differences.add(number(angleDegrees) + " degrees");
    }
    if (Double.isFinite(change)) {
      differences.add("a descriptor change of " + number(change));
    }
    return differences.isEmpty()
        ? "the first frame of each drive"
        : "after " + String.join(", or ", differences);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
  }
}
