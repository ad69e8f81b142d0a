package org.waymark.indexer.build;

import java.util.OptionalDouble;

/**
 * What a person wants of the key-frame rule; what is not said follows from the kind of map.
 *
 * @param keepAll every frame becomes a place, unless it is a copy
 */
public record KeyFrameChoice(
    OptionalDouble distanceMetres,
    OptionalDouble angleDegrees,
    OptionalDouble change,
    boolean keepAll) {

  /** Everything follows from the kind of map. */
  public static final KeyFrameChoice DEFAULT =
      new KeyFrameChoice(
          OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), false);

  /** Every frame but copies. */
  public static final KeyFrameChoice KEEP_ALL =
      new KeyFrameChoice(
          OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), true);

  /**
   * The rule for a map.
   *
   * @param geographic whether its positions come from GPS
   */
  public KeyFrameRule rule(boolean geographic) {
    if (keepAll) {
      return KeyFrameRule.ALL;
    }
    KeyFrameRule usual = usual(geographic);
    return new KeyFrameRule(
        distanceMetres.orElse(usual.distanceMetres()),
        angleDegrees.orElse(usual.angleDegrees()),
        change.orElse(usual.change()));
  }

  /** What holds where nothing is said. */
  public static KeyFrameRule usual(boolean geographic) {
    return geographic ? KeyFrameRule.GEOGRAPHIC : KeyFrameRule.METRIC;
  }
}
