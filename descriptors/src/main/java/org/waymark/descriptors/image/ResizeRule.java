package org.waymark.descriptors.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a picture comes to the size of a network's input, by {@link PillowResize}. */
public sealed interface ResizeRule {

  /** The rule of a name. */
  static ResizeRule parse(String name) {
    if (name.equals(Exact.NAME)) {
      return new Exact();
    }
    Matcher cropped = CentreCrop.FORM.matcher(name);
    if (cropped.matches()) {
      return new CentreCrop(Integer.parseInt(cropped.group(1)));
    }
    throw new IllegalArgumentException(
        "unknown resize rule '%s'; known are %s and %s, where N is the shorter side in pixels"
            .formatted(name, Exact.NAME, CentreCrop.PREFIX + "N" + CentreCrop.SUFFIX));
  }

  /** As it stands in {@code model.json}. */
  String name();

  /**
   * A picture of the input's size.
   *
   * @return {@code image} itself when it has that size and nothing is to do
   */
  RgbImage apply(RgbImage image, int width, int height);

  /** To the exact size, proportions ignored: torchvision's {@code Resize((height, width))}. */
  record Exact() implements ResizeRule {

    public static final String NAME = "pillow-bilinear";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public RgbImage apply(RgbImage image, int width, int height) {
      return PillowResize.bilinear(image, width, height);
    }
  }

  /**
   * To a shorter side, proportions kept, and then the middle: torchvision's {@code
   * Resize(shorterSide)} and {@code CenterCrop((height, width))}. The longer side is rounded down,
   * the crop's corner to the nearest pixel with halves to the even one, and what the picture lacks
   * is black. Pixels outside the crop are not computed.
   *
   * @param shorterSide in pixels
   */
  record CentreCrop(int shorterSide) implements ResizeRule {

    private static final String PREFIX = "pillow-bilinear-shorter-side-";
    private static final String SUFFIX = "-centre-crop";
    private static final Pattern FORM = Pattern.compile(PREFIX + "([1-9][0-9]{0,3})" + SUFFIX);

    public CentreCrop {
      if (shorterSide < 1 || shorterSide > 9999) {
        throw new IllegalArgumentException(
            "a shorter side of %d pixels is outside 1 to 9999".formatted(shorterSide));
      }
    }

    @Override
    public String name() {
      return PREFIX + shorterSide + SUFFIX;
    }

    @Override
    public RgbImage apply(RgbImage image, int width, int height) {
      boolean upright = image.width() <= image.height();
      int longer =
          longerSide(
              Math.min(image.width(), image.height()), Math.max(image.width(), image.height()));
      int resizedWidth = upright ? shorterSide : longer;
      int resizedHeight = upright ? longer : shorterSide;
      return PillowResize.bilinear(
          image,
          new PillowResize.Axis(resizedWidth, offset(resizedWidth, width), width),
          new PillowResize.Axis(resizedHeight, offset(resizedHeight, height), height));
    }

    /** As Python computes {@code int(shorterSide * longer / shorter)}. */
    private int longerSide(int shorter, int longer) {
      return (int) ((double) ((long) shorterSide * longer) / shorter);
    }

    /** Of the crop's first pixel; negative where black comes first. */
    private static int offset(int size, int crop) {
      return crop > size ? -((crop - size) / 2) : (int) Math.rint((size - crop) / 2.0);
    }
  }
}
