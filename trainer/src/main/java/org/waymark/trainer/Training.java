package org.waymark.trainer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Provenance;
import org.waymark.descriptors.image.Preprocessor;
import org.waymark.trainer.TrainingReport.End;
import org.waymark.trainer.pair.CrossPairs;
import org.waymark.trainer.pair.Objective;
import org.waymark.trainer.pair.PairSampler;
import org.waymark.trainer.pair.TrainingPair;
import org.waymark.trainer.picture.PairBatch;
import org.waymark.trainer.picture.PairLoader;
import org.waymark.trainer.run.Checkpoint;
import org.waymark.trainer.run.Checkpoint.Progress;
import org.waymark.trainer.run.CheckpointFile;
import org.waymark.trainer.run.RunDirectory;
import org.waymark.trainer.run.RunLog;

/** The loop over passes and steps, from a checkpoint on. */
final class Training {

  private final TrainingSettings settings;
  private final RunDirectory run;
  private final Checkpoint start;
  private final PairSampler sampler;
  private final Validation validation;
  private final TrainingMachine machine;
  private final TrainingListener listener;
  private final Objective objective;
  private final RemainingTime remaining = new RemainingTime();

  private volatile boolean stopRequested;

  private Progress progress;
  private long savedNanos = System.nanoTime();
  private long countedNanos = System.nanoTime();

  Training(
      TrainingSettings settings,
      RunDirectory run,
      Checkpoint start,
      PairSampler sampler,
      Validation validation,
      TrainingMachine machine,
      TrainingListener listener) {
    this.settings = settings;
    this.run = run;
    this.start = start;
    this.sampler = sampler;
    this.validation = validation;
    this.machine = machine;
    this.listener = listener;
    objective = Objective.named(settings.loss());
    progress = start.progress();
  }

  void stop() {
    stopRequested = true;
  }

  TrainingReport run() {
    InputSpec input = settings.input();
    try (SiameseNetwork network = network();
        PairLoader loader =
            new PairLoader(
                sampler.sites(),
                new Preprocessor(
                    input.height(), input.width(), input.mean(), input.std(), input.resizeRule()),
                settings.augmentation(),
                settings.seed(),
                settings.microBatch(),
                machine.loaders(),
                machine.keptBytes());
        RunLog log = new RunLog(run, Validation.RANKS, progress.step(), Clock.systemUTC())) {
      if (progress.step() == 0) {
        validate(network, log);
      }
      while (progress.pass() < settings.passes()) {
        if (noLongerBetter()) {
          return finished(End.NO_LONGER_BETTER, network);
        }
        if (!pass(network, loader, log)) {
          save(network);
          return new TrainingReport(
              End.STOPPED,
              progress.pass(),
              progress.step(),
              Math.max(0, progress.bestPass()),
              progress.bestScore(),
              Optional.empty());
        }
        // What was learned is safe before validation, which may take long, begins.
        save(network);
        progress = at(progress.pass() + 1, 0, progress.step());
        validate(network, log);
        log.plot();
        save(network);
      }
      return finished(noLongerBetter() ? End.NO_LONGER_BETTER : End.COMPLETE, network);
    }
  }

  private SiameseNetwork network() {
    SiameseNetwork network =
        new SiameseNetwork(
            settings.network(),
            start.weights(),
            settings.lastLayers() == 0
                ? Set.of()
                : settings.network().backbone().frozenParameters(settings.lastLayers()),
            settings.input().height(),
            settings.input().width(),
            new GeneralizedContrastiveLoss((float) settings.margin()),
            settings.optimizer(),
            machine.device(),
            machine.threads());
    if (progress.step() > 0) {
      network.optimizer().restore(start.optimizer(), "the checkpoint's optimizer");
    }
    return network;
  }

  private boolean noLongerBetter() {
    return settings.patience() > 0
        && !validation.isEmpty()
        && progress.pass() - progress.bestPass() >= settings.patience();
  }

  /** The steps of one pass that are still to do; false when asked to stop. */
  private boolean pass(SiameseNetwork network, PairLoader loader, RunLog log) {
    List<List<TrainingPair>> steps = chunks(sampler.pass(progress.pass()), settings.batch());
    if (steps.isEmpty()) {
      throw new WaymarkException(
          "pass %d has no pairs: no query drawn has a place of the similarity drawn for it; draw more with --pairs"
              .formatted(progress.pass() + 1));
    }
    loader.begin(
        steps.stream()
            .skip(progress.stepInPass())
            .flatMap(step -> chunks(step, settings.microBatch()).stream())
            .iterator());
    for (int i = progress.stepInPass(); i < steps.size(); i++) {
      long begin = System.nanoTime();
      long waited = loader.waitedNanos();
      double rate = settings.learningRate().at(progress.pass(), settings.passes(), progress.step());
      StepLosses losses = accumulate(steps.get(i), network, loader);
      network.step(rate, progress.step() + 1);
      progress = at(progress.pass(), i + 1, progress.step() + 1);
      double seconds = (System.nanoTime() - begin) / 1e9;
      RunLog.Step step =
          new RunLog.Step(
              progress.pass() + 1,
              progress.step(),
              losses.mean(),
              losses.zeroShare(),
              rate,
              2 * losses.pairs() / seconds,
              (loader.waitedNanos() - waited) / 1e9 / seconds);
      log.step(step);
      remaining.step(seconds);
      listener.step(
          step,
          i + 1,
          steps.size(),
          settings.passes(),
          remaining.seconds(
              steps.size() - i - 1, settings.passes() - progress.pass() - 1, steps.size()));
      if (stopRequested) {
        return false;
      }
      if (System.nanoTime() - savedNanos >= machine.checkpointSeconds() * 1e9) {
        save(network);
      }
    }
    return true;
  }

  private StepLosses accumulate(
      List<TrainingPair> pairs, SiameseNetwork network, PairLoader loader) {
    StepLosses losses = new StepLosses();
    int batches = (pairs.size() + settings.microBatch() - 1) / settings.microBatch();
    for (int b = 0; b < batches; b++) {
      PairBatch batch = loader.next();
      batch.failures().forEach(failure -> listener.warn(failure + "; its pair is left out"));
      if (!batch.pairs().isEmpty()) {
        double[] values = accumulate(batch, network, pairs.size());
        for (int i = 0; i < values.length; i++) {
          requireFinite(values[i], batch.pairs().get(i));
          losses.add(values[i]);
        }
      }
      loader.release(batch);
    }
    if (losses.pairs() == 0) {
      throw new WaymarkException(
          "none of the %d pairs of step %d has two pictures that can be read; see the warnings above"
              .formatted(pairs.size(), progress.step() + 1));
    }
    return losses;
  }

  private double[] accumulate(PairBatch batch, SiameseNetwork network, int stepPairs) {
    if (settings.allPairs()) {
      CrossPairs pairs = CrossPairs.of(batch.pairs(), sampler.sites(), objective);
      return network.accumulate(batch.left(), batch.right(), pairs, stepPairs);
    }
    float[] targets = new float[batch.pairs().size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = objective.target(batch.pairs().get(i).psi());
    }
    return network.accumulate(batch.left(), batch.right(), targets, stepPairs);
  }

  private void requireFinite(double loss, TrainingPair pair) {
    if (!Double.isFinite(loss)) {
      var site = sampler.sites().get(pair.site());
      throw new WaymarkException(
          "the loss is %s at pass %d, step %d, for the pair %s and %s (psi %.3f). The last good checkpoint is kept; begin anew with a lower --learning-rate, or with --clip"
              .formatted(
                  loss,
                  progress.pass() + 1,
                  progress.step() + 1,
                  site.queries().get(pair.query()).id(),
                  site.places().get(pair.place()).id(),
                  pair.psi()));
    }
  }

  private void validate(SiameseNetwork network, RunLog log) {
    if (validation.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    ModelBundle model = bundle(network);
    Validation.Scores scores =
        validation.of(model, new ExtractorOptions(machine.threads(), machine.device()));
    boolean best = scores.deciding() > progress.bestScore();
    log.validation(
        progress.pass(), progress.step(), scores.recall(), scores.meanAveragePrecision());
    if (best) {
      progress =
          new Progress(
              progress.pass(),
              progress.stepInPass(),
              progress.step(),
              progress.pass(),
              scores.deciding(),
              progress.seconds());
      run.replace(run.best(), model);
    }
    remaining.validation((System.nanoTime() - begin) / 1e9);
    listener.validated(progress.pass(), scores, best);
  }

  private TrainingReport finished(End end, SiameseNetwork network) {
    boolean validated = !validation.isEmpty() && progress.bestScore() >= 0;
    ModelBundle model = validated ? ModelBundle.load(run.best()) : bundle(network);
    run.replace(run.model(), model);
    return new TrainingReport(
        end,
        progress.pass(),
        progress.step(),
        progress.bestPass(),
        progress.bestScore(),
        Optional.of(model));
  }

  private ModelBundle bundle(SiameseNetwork network) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("passes", progress.pass());
    facts.put("steps", progress.step());
    facts.put("start", settings.start());
    facts.put("loss", settings.loss());
    facts.put("margin", settings.margin());
    facts.put("allPairs", settings.allPairs());
    facts.put("seed", settings.seed());
    facts.put("queries", settings.sites().stream().map(SiteSpec::queries).toList());
    facts.put("places", settings.sites().stream().map(SiteSpec::places).toList());
    facts.put("labelsSha256", settings.sites().stream().map(SiteSpec::sha256).toList());
    String text =
        "trained for %d passes by %s"
            .formatted(progress.pass(), settings.loss().toUpperCase(java.util.Locale.ROOT));
    return ModelBundle.of(
        settings.network(), settings.input(), network.weights(), new Provenance(text, facts));
  }

  private void save(SiameseNetwork network) {
    long now = System.nanoTime();
    progress =
        new Progress(
            progress.pass(),
            progress.stepInPass(),
            progress.step(),
            progress.bestPass(),
            progress.bestScore(),
            progress.seconds() + (now - countedNanos) / 1e9);
    countedNanos = now;
    CheckpointFile.save(
        run, new Checkpoint(progress, network.weights(), network.optimizer().state()));
    savedNanos = System.nanoTime();
  }

  private Progress at(int pass, int stepInPass, long step) {
    return new Progress(
        pass, stepInPass, step, progress.bestPass(), progress.bestScore(), progress.seconds());
  }

  private static <T> List<List<T>> chunks(Collection<T> items, int size) {
    List<T> all = List.copyOf(items);
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      chunks.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return chunks;
  }
}
