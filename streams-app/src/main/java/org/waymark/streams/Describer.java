package org.waymark.streams;

import java.util.List;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Prepared;
import org.waymark.descriptors.image.ImageRejectedException;

/** What the localizer needs of a model on its device; benchmarks have others than the real one. */
public interface Describer {

  /** Of the model bundle, as in a map's manifest. */
  String modelId();

  String modelName();

  /** Decodes and resizes; called by several threads at once. */
  Prepared prepare(ImageData image) throws ImageRejectedException;

  /**
   * Runs the network over at most {@link #batch} pictures; called by one thread.
   *
   * @return a descriptor for each, in order
   */
  float[][] forward(List<Prepared> pictures);

  /** How many pictures the device takes at a time. */
  int batch();

  /** How long the network takes for one picture, in nanoseconds, by trying it. */
  long measureForwardNanos();

  /**
   * What runs the network and the precision of its numbers, e.g. {@code cpu/float32}: across
   * devices descriptors differ a little. Empty where it is not known.
   */
  default String device() {
    return "";
  }

  /** The real one; the extractor stays the caller's to close. */
  static Describer of(DescriptorExtractor extractor) {
    return new Describer() {
      @Override
      public String modelId() {
        return extractor.model().id();
      }

      @Override
      public String modelName() {
        return extractor.model().name();
      }

      @Override
      public Prepared prepare(ImageData image) throws ImageRejectedException {
        return extractor.prepare(image);
      }

      @Override
      public float[][] forward(List<Prepared> pictures) {
        return extractor.forward(pictures);
      }

      @Override
      public int batch() {
        return extractor.batch();
      }

      @Override
      public String device() {
        return Describer.device(extractor);
      }

      @Override
      public long measureForwardNanos() {
        return extractor.measureForwardNanos();
      }
    };
  }

  /** As {@link #device()} of an extractor. */
  static String device(DescriptorExtractor extractor) {
    return (extractor.onGpu() ? "gpu/" : "cpu/") + extractor.precision().id();
  }
}
