package org.waymark.trainer.pair;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/** What the loss asks of a pair, and with it which pairs are drawn. */
public enum Objective {

  /**
   * The Generalized Contrastive Loss: psi as it is. Half of the pairs have psi of 0.5 and more, a
   * quarter less but some, a quarter none.
   */
  GCL,

  /**
   * The binary contrastive loss: psi of 0.5 and more becomes 1, less becomes 0. Half of the pairs
   * are of each.
   */
  CL;

  /** From this psi on a pair is drawn as a positive one, as in the GCL reference. */
  public static final float POSITIVE_FROM = 0.5f;

  /**
   * The objective of that name.
   *
   * @throws WaymarkException when there is none
   */
  public static Objective named(String name) {
    return Arrays.stream(values())
        .filter(objective -> objective.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "unknown loss '%s'; known are: %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Objective::id)
                                .collect(Collectors.joining(", ")))));
  }

  /** Its name on the command line and in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the loss takes for a pair of that similarity. */
  public float target(float psi) {
    return switch (this) {
      case GCL -> psi;
      case CL -> psi >= POSITIVE_FROM ? 1f : 0f;
    };
  }
}
