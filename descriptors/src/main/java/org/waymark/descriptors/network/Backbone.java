package org.waymark.descriptors.network;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * The networks whose feature maps are pooled into descriptors, in torchvision's layout: what each
 * computes and what its parameters are called, without their numbers.
 */
@SuppressWarnings("ImmutableEnumChecker") // records and List.copyOf: nothing here changes
public enum Backbone {
  VGG16("VGG-16", Family.VGG, 512, Vggs.vgg16()),
  RESNET18("ResNet-18", Family.RESNET, 512, ResNets.basic(2, 2, 2, 2)),
  /**
   * Without the last stage: a quarter of the weights, and a feature map of twice the resolution.
   */
  RESNET18_CONV4("ResNet-18 conv4", Family.RESNET, 256, ResNets.basic(2, 2, 2)),
  RESNET34("ResNet-34", Family.RESNET, 512, ResNets.basic(3, 4, 6, 3)),
  RESNET50("ResNet-50", Family.RESNET, 2048, ResNets.bottleneck(3, 4, 6, 3)),
  RESNET101("ResNet-101", Family.RESNET, 2048, ResNets.bottleneck(3, 4, 23, 3)),
  RESNET152("ResNet-152", Family.RESNET, 2048, ResNets.bottleneck(3, 8, 36, 3)),
  RESNEXT101_32X8D(
      "ResNeXt-101-32x8d", Family.RESNET, 2048, ResNets.grouped(32, 8, 3, 4, 23, 3), "resnext"),
  DENSENET121("DenseNet-121", Family.DENSENET, 1024, DenseNets.features(32, 64, 6, 12, 24, 16)),
  DENSENET161("DenseNet-161", Family.DENSENET, 2208, DenseNets.features(48, 96, 6, 12, 36, 24)),
  MOBILENET_V2("MobileNetV2", Family.MOBILENET, 1280, MobileNets.v2());

  /** Backbones of one make. */
  enum Family {
    VGG,
    RESNET,
    DENSENET,
    MOBILENET
  }

  /**
   * A child of the backbone as torch lists them: the unit in which layers are frozen.
   *
   * @param name e.g. {@code backbone.4}; its parameters' names begin with it and a dot
   */
  public record Child(String name, Layer layer) {

    /** Names of its parameters, running statistics included, in torch's order. */
    public List<String> parameterNames() {
      return List.copyOf(layer.parameterShapes().keySet());
    }
  }

  private final String title;
  private final Family family;
  private final int channels;
  private final List<Child> children;
  private final Set<String> aliases;

  Backbone(String title, Family family, int channels, List<Child> children, String... aliases) {
    this.title = title;
    this.family = family;
    this.channels = channels;
    this.children = List.copyOf(children);
    this.aliases = Set.of(aliases);
  }

  /**
   * The backbone of that name, upper or lower case.
   *
   * @param id as in {@code model.json}, e.g. {@code resnet18}; or {@code resnext}, the GCL
   *     reference's name for the one ResNeXt
   * @throws WaymarkException when there is none
   */
  public static Backbone named(String id) {
    String name = id.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(backbone -> backbone.id().equals(name) || backbone.aliases.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "unknown architecture '%s'; known are: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(Backbone::id)
                                .collect(Collectors.joining(", ")))));
  }

  /** Its name in files and on the command line: torchvision's, e.g. {@code resnet18}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name for people, e.g. {@code ResNet-18}. */
  public String title() {
    return title;
  }

  Family family() {
    return family;
  }

  /** Channels of the feature map that it gives. */
  public int channels() {
    return channels;
  }

  /** Its children in order. */
  public List<Child> children() {
    return children;
  }

  /** The whole backbone as one layer. */
  public Layer layer() {
    return new Layer.Sequence(children.stream().map(Child::layer).toList());
  }

  /**
   * Names of the parameters that stay fixed when only the last layers learn, counted as the GCL
   * reference counts: children from the end, two for one in a DenseNet, 8 n - 2 in a VGG.
   *
   * @param lastLayers how many learn; at least 1
   */
  public Set<String> frozenParameters(int lastLayers) {
    if (lastLayers < 1) {
      throw new IllegalArgumentException("layers that learn must be at least 1");
    }
    long learning =
        switch (family) {
          case VGG -> lastLayers * 8L - 2;
          case DENSENET -> lastLayers * 2L;
          case RESNET, MOBILENET -> lastLayers;
        };
    Set<String> frozen = new LinkedHashSet<>();
    children.stream()
        .limit(Math.max(0, children.size() - learning))
        .forEach(child -> frozen.addAll(child.parameterNames()));
    return frozen;
  }
}
