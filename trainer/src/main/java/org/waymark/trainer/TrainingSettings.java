package org.waymark.trainer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.network.Network;
import org.waymark.trainer.optimizer.LearningRate;
import org.waymark.trainer.optimizer.OptimizerSettings;
import org.waymark.trainer.pair.Objective;
import org.waymark.trainer.picture.Augmentation;

/**
 * Everything that decides what a training does, as {@code run.json} keeps it. The machine it runs
 * on is no part of it: see {@link TrainingMachine}.
 *
 * @param format of this record; {@value #FORMAT}
 * @param backbone a name such as {@code resnet18}
 * @param pooling a name such as {@code gem}
 * @param descriptorSize numbers in a descriptor
 * @param input what the network takes
 * @param start where the first weights come from, in words
 * @param sites to learn from
 * @param validation to validate on after each pass; may be empty
 * @param positive a validation pair shows the same place when its psi is above this
 * @param loss {@code gcl} or {@code cl}
 * @param margin of the loss
 * @param allPairs whether a batch's queries learn from all its places whose labels are known, or
 *     each from the one drawn for it alone
 * @param dayNight whether night pictures are balanced with day pictures
 * @param queriesPerPass queries drawn for a pass
 * @param batch pairs of one step of the optimizer
 * @param microBatch pairs that go through the network together; batch statistics are theirs
 * @param lastLayers children of the backbone that learn, counted from the end as the GCL reference
 *     counts; 0 for all
 * @param passes of the whole training
 * @param patience passes without a better validation after which training ends; 0 for never
 * @param seed of everything that is drawn
 */
public record TrainingSettings(
    int format,
    String backbone,
    String pooling,
    int descriptorSize,
    InputSpec input,
    String start,
    List<SiteSpec> sites,
    List<SiteSpec> validation,
    double positive,
    String loss,
    double margin,
    boolean allPairs,
    boolean dayNight,
    int queriesPerPass,
    int batch,
    int microBatch,
    int lastLayers,
    OptimizerSettings optimizer,
    LearningRate learningRate,
    int passes,
    int patience,
    Augmentation augmentation,
    long seed) {

  /** The form that this program writes and reads. */
  public static final int FORMAT = 1;

  /** Pairs of one step in the GCL reference. */
  public static final int USUAL_BATCH = 32;

  /** Pairs that go through the network together in the GCL reference. */
  public static final int USUAL_MICRO_BATCH = 2;

  public TrainingSettings {
    if (format != FORMAT) {
      throw new WaymarkException(
          "the run is of format %d, this version reads %d".formatted(format, FORMAT));
    }
    sites = List.copyOf(sites);
    validation = List.copyOf(validation);
    if (sites.isEmpty()) {
      throw new WaymarkException("there is nothing to train on: name --dataset and --labels");
    }
    if (!(margin > 0 && margin <= 2)) {
      throw new WaymarkException(
          "a margin of %s is outside 0 to 2, the greatest distance of two descriptors"
              .formatted(margin));
    }
    if (queriesPerPass < 1 || batch < 1 || microBatch < 1 || passes < 1) {
      throw new WaymarkException("pairs, batch, micro-batch and passes are each 1 or more");
    }
    if (lastLayers < 0 || patience < 0) {
      throw new WaymarkException("layers that learn and patience are each 0 or more");
    }
    Objective.named(loss);
    Network.named(backbone, pooling, descriptorSize);
  }

  /** The network's plan. */
  @JsonIgnore
  public Network network() {
    return Network.named(backbone, pooling, descriptorSize);
  }

  /** The same training, longer or shorter. */
  public TrainingSettings withPasses(int other) {
    return new TrainingSettings(
        format,
        backbone,
        pooling,
        descriptorSize,
        input,
        start,
        sites,
        validation,
        positive,
        loss,
        margin,
        allPairs,
        dayNight,
        queriesPerPass,
        batch,
        microBatch,
        lastLayers,
        optimizer,
        learningRate,
        other,
        patience,
        augmentation,
        seed);
  }
}
