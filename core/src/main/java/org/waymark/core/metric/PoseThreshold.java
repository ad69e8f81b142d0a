package org.waymark.core.metric;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/**
 * How good a pose must be: both errors at most these.
 *
 * @param metres above 0
 * @param degrees above 0
 */
public record PoseThreshold(double metres, double degrees) {

  /**
   * Fine, medium and coarse, as the long-term visual localization benchmark counts them (Sattler et
   * al., "Benchmarking 6DOF Outdoor Visual Localization in Changing Conditions", CVPR 2018).
   */
  public static final List<PoseThreshold> STANDARD =
      List.of(new PoseThreshold(0.25, 2), new PoseThreshold(0.5, 5), new PoseThreshold(5, 10));

  private static final Pattern FORM = Pattern.compile("([0-9.]+)/([0-9.]+)");

  public PoseThreshold {
    if (!(metres > 0 && degrees > 0)) {
      throw new IllegalArgumentException("%s m and %s degrees".formatted(metres, degrees));
    }
  }

  /**
   * @param text metres and degrees: {@code 0.25/2}
   * @throws WaymarkException when it has another form
   */
  public static PoseThreshold parse(String text) {
    Matcher matcher = FORM.matcher(text);
    try {
      if (matcher.matches()) {
        return new PoseThreshold(
            Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new WaymarkException(
        "'%s' is no pose threshold: write metres/degrees, e.g. 0.25/2".formatted(text));
  }

  /** Whether {@link #parse} reads it. */
  public static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (WaymarkException e) {
      return false;
    }
  }

  public boolean admits(PoseError error) {
    return error.metres() <= metres && error.degrees() <= degrees;
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return plain(metres) + "/" + plain(degrees);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
