package org.waymark.descriptors.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * How a feature map {@code [batch][channel][row][column]} becomes one vector a picture, which is
 * then L2-normalised.
 */
public sealed interface Pooling {

  /** The greatest value of each channel. */
  record Max() implements Pooling {}

  /** The mean of each channel. */
  record Average() implements Pooling {}

  /**
   * Generalised mean with one learned exponent (Radenovic et al. 2018): {@code mean(max(x,
   * epsilon)^p)^(1/p)} of each channel.
   */
  record Gem() implements Pooling {

    /** Name of the exponent, of shape [1]. */
    public static final String POWER = "pool.p";

    /** Where the exponent starts. */
    public static final float INITIAL_POWER = 3f;

    /** What stands for zero and less. */
    public static final float EPSILON = 1e-6f;
  }

  /**
   * NetVLAD (Arandjelovic et al. 2016) as the usual PyTorch implementation computes it: every
   * position's features are L2-normalised and shared among clusters by the softmax of a 1x1
   * convolution; per cluster the weighted residuals to its centroid are summed and L2-normalised.
   * The vector lists cluster after cluster: {@code [cluster][channel]}.
   *
   * @param clusters 64 in the paper
   */
  record NetVlad(int clusters) implements Pooling {

    /** The paper's number of clusters. */
    public static final int USUAL_CLUSTERS = 64;

    /** The convolution's weight: {@code [cluster][channel][1][1]}. */
    public static final String ASSIGNMENT = "pool.conv.weight";

    /** The convolution's bias: {@code [cluster]}; checkpoints without one mean zero. */
    public static final String ASSIGNMENT_BIAS = "pool.conv.bias";

    /** {@code [cluster][channel]}. */
    public static final String CENTROIDS = "pool.centroids";

    private static final int MAX_CLUSTERS = 4096;

    public NetVlad {
      if (clusters < 1 || clusters > MAX_CLUSTERS) {
        throw new WaymarkException(
            "NetVLAD of %d clusters is outside 1 to %d".formatted(clusters, MAX_CLUSTERS));
      }
    }
  }

  /**
   * The pooling of that name, upper or lower case; NetVLAD with its usual number of clusters.
   *
   * @param name {@code GeM}, {@code max}, {@code avg} or {@code NetVLAD}
   * @throws WaymarkException when there is none
   */
  static Pooling named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "gem" -> new Gem();
      case "max" -> new Max();
      case "avg" -> new Average();
      case "netvlad" -> new NetVlad(NetVlad.USUAL_CLUSTERS);
      default ->
          throw new WaymarkException(
              "unknown pooling '%s'; known are: gem, max, avg, netvlad".formatted(name));
    };
  }

  /** Its name in {@code model.json}: {@code gem}, {@code max}, {@code avg} or {@code netvlad}. */
  default String id() {
    return title().toLowerCase(Locale.ROOT);
  }

  /** Its name for people, as published models spell it. */
  default String title() {
    return switch (this) {
      case Gem() -> "GeM";
      case Max() -> "max";
      case Average() -> "avg";
      case NetVlad(int _) -> "NetVLAD";
    };
  }

  /** Numbers that it makes of a feature map with so many channels. */
  default int descriptorSize(int channels) {
    return this instanceof NetVlad(int clusters) ? clusters * channels : channels;
  }

  /** Shape by name of its parameters for a feature map with so many channels. */
  default SequencedMap<String, List<Integer>> parameterShapes(int channels) {
    SequencedMap<String, List<Integer>> shapes = new LinkedHashMap<>();
    switch (this) {
      case Gem() -> shapes.put(Gem.POWER, List.of(1));
      case NetVlad(int clusters) -> {
        shapes.put(NetVlad.CENTROIDS, List.of(clusters, channels));
        shapes.put(NetVlad.ASSIGNMENT, List.of(clusters, channels, 1, 1));
        shapes.put(NetVlad.ASSIGNMENT_BIAS, List.of(clusters));
      }
      case Max(), Average() -> {}
    }
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /** This pooling with as many clusters as the weights have, where it has any. */
  default Pooling fittedTo(Weights weights) {
    Tensor centroids = weights.tensors().get(NetVlad.CENTROIDS);
    return this instanceof NetVlad && centroids != null && !centroids.shape().isEmpty()
        ? new NetVlad(centroids.shape().getFirst())
        : this;
  }
}
