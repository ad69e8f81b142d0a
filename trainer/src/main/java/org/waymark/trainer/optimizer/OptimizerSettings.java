package org.waymark.trainer.optimizer;

import org.waymark.core.WaymarkException;

/**
 * How weights follow gradients.
 *
 * @param method {@code sgd} or {@code adam}
 * @param momentum of SGD; 0 for none
 * @param weightDecay added to the gradient in proportion to the weight, as torch's SGD and Adam do
 * @param clip greatest length of the gradient of all parameters together; 0 for any
 */
public record OptimizerSettings(String method, double momentum, double weightDecay, double clip) {

  /** The GCL reference's: plain SGD. */
  public static final OptimizerSettings USUAL = new OptimizerSettings("sgd", 0, 0, 0);

  public OptimizerSettings {
    if (!method.equals("sgd") && !method.equals("adam")) {
      throw new WaymarkException("unknown optimizer '%s'; known are: sgd, adam".formatted(method));
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new WaymarkException("a momentum of %s is outside 0 to 1".formatted(momentum));
    }
    if (!(weightDecay >= 0) || !(clip >= 0)) {
      throw new WaymarkException("weight decay and clipping are 0 or more");
    }
  }
}
