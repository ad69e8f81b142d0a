package org.waymark.descriptors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.waymark.descriptors.image.ResizeRule;

/**
 * What a network takes.
 *
 * @param height of its input, in pixels
 * @param width of its input, in pixels
 * @param mean of red, green, blue in [0, 1], subtracted
 * @param std of red, green, blue in [0, 1], divided by
 * @param resize how pictures come to that size: the name of a {@link ResizeRule}
 */
public record InputSpec(int height, int width, List<Double> mean, List<Double> std, String resize) {

  /** Pillow's antialiased bilinear resize to the exact size, proportions ignored. */
  public static final String PILLOW_BILINEAR = ResizeRule.Exact.NAME;

  /** ImageNet's mean, which all published models of the field use. */
  public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

  /** ImageNet's standard deviation. */
  public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

  private static final int MIN_SIDE = 32;
  private static final int MAX_SIDE = 4096;

  public InputSpec {
    if (height < MIN_SIDE || height > MAX_SIDE || width < MIN_SIDE || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "input of %d x %d is outside %d to %d pixels a side"
              .formatted(height, width, MIN_SIDE, MAX_SIDE));
    }
    mean = three("mean", mean);
    std = three("std", std);
    if (std.stream().anyMatch(value -> value <= 0)) {
      throw new IllegalArgumentException("std must be positive");
    }
    if (resize == null) {
      throw new IllegalArgumentException("'resize' is missing");
    }
    ResizeRule.parse(resize);
  }

  /** With ImageNet's mean and standard deviation. */
  public static InputSpec imageNet(int height, int width) {
    return new InputSpec(height, width, IMAGENET_MEAN, IMAGENET_STD, PILLOW_BILINEAR);
  }

  /** The rule that {@link #resize} names. */
  @JsonIgnore
  public ResizeRule resizeRule() {
    return ResizeRule.parse(resize);
  }

  private static List<Double> three(String what, List<Double> values) {
    if (values == null
        || values.size() != 3
        || !values.stream().allMatch(value -> value != null && Double.isFinite(value))) {
      throw new IllegalArgumentException("%s must be three numbers".formatted(what));
    }
    return List.copyOf(values);
  }
}
