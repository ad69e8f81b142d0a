package org.waymark.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.trainer.TrainingReport.End;
import org.waymark.trainer.optimizer.LearningRate;
import org.waymark.trainer.optimizer.OptimizerSettings;
import org.waymark.trainer.picture.Augmentation;
import org.waymark.trainer.run.RunLog;

/** Whole trainings of a ResNet-18 on a dozen pictures of 64 x 64. */
class TrainingRunTest {

  private static final Network NETWORK = new Network(Backbone.RESNET18, new Pooling.Gem());
  private static final int PICTURES = 12;
  private static final int SIDE = 64;
  private static final TrainingMachine EVERY_STEP = machine(0);
  private static final TrainingMachine EVERY_PASS = machine(3600);
  private static final TrainingListener NOBODY = new TrainingListener() {};

  private static TrainingMachine machine(double checkpointSeconds) {
    return new TrainingMachine("cpu", 1, 2, 1 << 20, checkpointSeconds);
  }

  @TempDir Path folder;

  private Path photos;
  private Path labels;

  /** Windows that slide over a strip of noise: neighbours overlap. */
  @BeforeEach
  void makePictures() throws Exception {
    photos = Files.createDirectory(folder.resolve("photos"));
    Random random = new Random(1);
    int step = SIDE / 4;
    BufferedImage strip =
        new BufferedImage(PICTURES * step + SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < strip.getWidth(); x += 4) {
      for (int y = 0; y < SIDE; y += 4) {
        int colour = random.nextInt(1 << 24);
        for (int i = 0; i < 16; i++) {
          strip.setRGB(x + i % 4, y + i / 4, colour);
        }
      }
    }
    float[][] psi = new float[PICTURES][PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      ImageIO.write(
          strip.getSubimage(i * step, 0, SIDE, SIDE),
          "png",
          photos.resolve("p%02d.png".formatted(i)).toFile());
      for (int j = 0; j < PICTURES; j++) {
        psi[i][j] = Math.max(0, 1 - Math.abs(i - j) / 4f);
      }
    }
    labels = folder.resolve("gt.h5");
    try (WritableHdfFile file = HdfFile.write(labels)) {
      file.putDataset("fov", psi);
    }
  }

  private TrainingSettings settings(int passes, double rate, int patience, boolean validated) {
    return settings(passes, rate, patience, validated, false);
  }

  private TrainingSettings settings(
      int passes, double rate, int patience, boolean validated, boolean allPairs) {
    SiteSpec site = SiteSpec.of("folder:" + photos, "folder:" + photos, labels);
    return new TrainingSettings(
        TrainingSettings.FORMAT,
        "resnet18",
        "gem",
        512,
        InputSpec.imageNet(SIDE, SIDE),
        "a test",
        List.of(site),
        validated ? List.of(site) : List.of(),
        0.5,
        "gcl",
        0.5,
        allPairs,
        false,
        PICTURES,
        4,
        2,
        0,
        new OptimizerSettings("sgd", 0.9, 0, 0),
        new LearningRate(rate, "step", 1, 0.5, 2),
        passes,
        patience,
        Augmentation.STANDARD,
        7);
  }

  private Trainer start(String name, TrainingSettings settings, TrainingListener listener) {
    return start(name, settings, EVERY_PASS, listener);
  }

  private Trainer start(
      String name, TrainingSettings settings, TrainingMachine machine, TrainingListener listener) {
    return Trainer.start(
        settings,
        StartingWeights.random(NETWORK, 3).weights(),
        folder.resolve(name),
        machine,
        listener);
  }

  /** Columns pass, step, loss, zero share and rate: those that do not measure time. */
  private List<String> losses(String name) throws Exception {
    return Files.readAllLines(folder.resolve(name).resolve("metrics.csv")).stream()
        .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 5)))
        .toList();
  }

  @Test
  void shouldGoOnAfterAKillAsIfNothingHadHappened() throws Exception {
    TrainingSettings settings = settings(2, 0.01, 0, true);
    TrainingReport whole = start("whole", settings, NOBODY).run();
    assertThat(whole.end()).isEqualTo(End.COMPLETE);

    Trainer killed =
        start(
            "killed",
            settings,
            EVERY_STEP,
            new TrainingListener() {
              @Override
              public void step(RunLog.Step step, int i, int n, int passes, double left) {
                // After the step was logged and before its checkpoint is saved.
                if (step.step() == whole.step() - 1) {
                  throw new Killed();
                }
              }
            });
    assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
    assertThat(losses("killed")).hasSize((int) whole.step());

    TrainingReport resumed = Trainer.resume(folder.resolve("killed"), 0, EVERY_STEP, NOBODY).run();
    assertThat(losses("killed")).isEqualTo(losses("whole")).hasSize((int) whole.step() + 1);
    assertThat(resumed.model().orElseThrow().id()).isEqualTo(whole.model().orElseThrow().id());
    assertThat(resumed.bestScore()).isEqualTo(whole.bestScore());
    assertThat(Files.readAllLines(folder.resolve("killed/validation.csv")))
        .isEqualTo(Files.readAllLines(folder.resolve("whole/validation.csv")))
        .hasSize(4);
    assertThat(ModelBundle.load(folder.resolve("killed/model")).id())
        .isEqualTo(whole.model().orElseThrow().id());
    assertThat(Files.readString(folder.resolve("killed/loss.svg"))).contains("<polyline");
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void shouldLearnFromAllPairsOfABatchWhenAskedTo() throws Exception {
    start("drawn", settings(1, 0.01, 0, false), NOBODY).run();
    start("all", settings(1, 0.01, 0, false, true), NOBODY).run();
    // Both report the loss of the pairs drawn: equal before the first step, no longer after it.
    assertThat(losses("all")).hasSameSizeAs(losses("drawn"));
    assertThat(loss(losses("all").get(1))).isCloseTo(loss(losses("drawn").get(1)), within(1e-6));
    assertThat(losses("all").get(2)).isNotEqualTo(losses("drawn").get(2));
    assertThat(Trainer.resume(folder.resolve("all"), 0, EVERY_PASS, NOBODY).settings().allPairs())
        .isTrue();
  }

  private static double loss(String line) {
    return Double.parseDouble(line.split(",", -1)[2]);
  }

  @Test
  void shouldStopWhenAskedAndGoOnLater() throws Exception {
    Trainer[] trainer = new Trainer[1];
    trainer[0] =
        start(
            "run",
            settings(1, 0.01, 0, false),
            new TrainingListener() {
              @Override
              public void step(RunLog.Step step, int i, int n, int passes, double left) {
                trainer[0].stop();
              }
            });
    TrainingReport stopped = trainer[0].run();
    assertThat(stopped.end()).isEqualTo(End.STOPPED);
    assertThat(stopped.step()).isEqualTo(1);
    TrainingReport done = Trainer.resume(folder.resolve("run"), 0, EVERY_PASS, NOBODY).run();
    assertThat(done.end()).isEqualTo(End.COMPLETE);
    assertThat(losses("run")).hasSize((int) done.step() + 1);
  }

  @Test
  void shouldStopAtALossThatIsNoNumberAndKeepTheLastGoodCheckpoint() {
    Trainer trainer = start("run", settings(3, 1e30, 0, false), NOBODY);
    assertThatThrownBy(trainer::run)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("--learning-rate")
        .hasMessageFindingMatch("the loss is (NaN|Infinity) at pass 1, step \\d")
        .hasMessageFindingMatch(
            "for the pair \\S*p\\d\\d\\S* and \\S*p\\d\\d\\S* \\(psi [01]\\.\\d{3}\\)");
    assertThat(Trainer.resume(folder.resolve("run"), 1, EVERY_PASS, NOBODY).settings().passes())
        .isEqualTo(1);
  }

  @Test
  void shouldLeaveOutPicturesThatCannotBeRead() throws Exception {
    Files.writeString(photos.resolve("p03.png"), "no picture");
    List<String> warnings = new ArrayList<>();
    TrainingReport report =
        start(
                "run",
                settings(2, 0.01, 0, false),
                new TrainingListener() {
                  @Override
                  public void warn(String text) {
                    warnings.add(text);
                  }
                })
            .run();
    assertThat(report.end()).isEqualTo(End.COMPLETE);
    assertThat(warnings).isNotEmpty().allMatch(text -> text.contains("p03"));
  }

  @Test
  void shouldEndWhenValidationGetsNoBetter() {
    TrainingReport report = start("run", settings(5, 1e-9, 1, true), NOBODY).run();
    assertThat(report.end()).isEqualTo(End.NO_LONGER_BETTER);
    assertThat(report.pass()).isEqualTo(1);
    assertThat(report.bestPass()).isZero();
  }

  @Test
  void shouldRefuseAFolderInUseAndLabelsThatChanged() throws Exception {
    TrainingSettings settings = settings(1, 0.01, 0, false);
    start("run", settings, NOBODY);
    assertThatThrownBy(() -> start("run", settings, NOBODY))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("--resume");
    Files.delete(labels);
    try (WritableHdfFile file = HdfFile.write(labels)) {
      file.putDataset("fov", new float[PICTURES][PICTURES]);
    }
    assertThatThrownBy(() -> Trainer.resume(folder.resolve("run"), 0, EVERY_PASS, NOBODY))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("have changed");
  }
}
