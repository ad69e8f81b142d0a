package org.waymark.trainer.picture;

import java.util.Locale;
import org.waymark.core.WaymarkException;

/**
 * How much pictures are changed at random while training. All zero changes nothing, as the GCL
 * reference does.
 *
 * @param colour brightness, contrast and saturation are each scaled by 1 - colour to 1 + colour; 0
 *     to 1
 * @param crop share of the sides that a crop may take away, before it is scaled up again; 0 to 0.5
 * @param blur greatest standard deviation of a Gaussian blur, in pixels of the network's input; 0
 *     to 5
 * @param rotation greatest turn about the optical axis to either side, in degrees; 0 to 45
 * @param flip whether half of the pairs are mirrored, both pictures alike. A mirrored place is
 *     another place: leave it off unless data are scarce
 */
public record Augmentation(double colour, double crop, double blur, double rotation, boolean flip) {

  /** No change. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, false);

  /** A little of everything but mirroring. */
  public static final Augmentation STANDARD = new Augmentation(0.2, 0.15, 0.7, 3, false);

  public Augmentation {
    require("colour", colour, 1);
    require("crop", crop, 0.5);
    require("blur", blur, 5);
    require("rotation", rotation, 45);
  }

  private static void require(String name, double value, double limit) {
    if (!(value >= 0 && value <= limit)) {
      throw new WaymarkException(
          "augmentation %s=%s is outside 0 to %s".formatted(name, value, limit));
    }
  }

  /**
   * Reads {@code none}, {@code standard}, or a list such as {@code colour=0.2,rotation=3}, in which
   * what is not named is 0.
   *
   * @throws WaymarkException when a word is not known
   */
  public static Augmentation parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "standard" -> STANDARD;
      default -> {
        Augmentation result = NONE;
        for (String word : text.split(",", -1)) {
          result = result.with(word.strip());
        }
        yield result;
      }
    };
  }

  private Augmentation with(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    return switch (name) {
      case "colour" -> new Augmentation(number(word, value), crop, blur, rotation, flip);
      case "crop" -> new Augmentation(colour, number(word, value), blur, rotation, flip);
      case "blur" -> new Augmentation(colour, crop, number(word, value), rotation, flip);
      case "rotation" -> new Augmentation(colour, crop, blur, number(word, value), flip);
      case "flip" -> new Augmentation(colour, crop, blur, rotation, equals < 0 || flag(value));
      default -> throw unknown(word);
    };
  }

  private static boolean flag(String value) {
    return value.toLowerCase(Locale.ROOT).equals("true");
  }

  private static double number(String word, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw unknown(word);
    }
  }

  private static WaymarkException unknown(String word) {
    return new WaymarkException(
        "'%s' is no augmentation: write none, standard, or a list of colour=X, crop=X, blur=X, rotation=X and flip"
            .formatted(word));
  }

  /** Whether it changes nothing. */
  public boolean changesNothing() {
    return equals(NONE);
  }
}
