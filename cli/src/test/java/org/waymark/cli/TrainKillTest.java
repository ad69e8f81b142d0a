package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code waymark train} in a process of its own, killed where it stands and resumed: its metrics
 * are those of a run that nobody killed. One kill in the build; {@code -Dwaymark.acceptance=true}
 * kills five times in a longer run.
 */
class TrainKillTest {

  private static final boolean LONG = Boolean.getBoolean("waymark.acceptance");
  private static final int KILLS = LONG ? 5 : 1;
  private static final int PASSES = LONG ? 5 : 2;
  private static final int PICTURES = 12;
  private static final int SIDE = 32;

  /** Columns pass, step, loss, zero share and rate: those that do not measure time. */
  private static final int COLUMNS = 5;

  private static final long LIMIT_SECONDS = 3600;
  private static final int POLL_MILLIS = 50;

  @TempDir Path folder;

  @Test
  void shouldGiveTheMetricsOfARunThatNobodyKilled() throws Exception {
    makePictures();
    finish(start("whole", fresh("whole")));
    Random random = new Random(3);
    int kills = 0;
    List<String> arguments = fresh("killed");
    while (kills < KILLS) {
      int before = rows("killed").size();
      Process process = start("killed", arguments);
      boolean under = awaitRows(process, before + 1 + random.nextInt(3));
      process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      assertThat(under && process.isAlive()).as("the run lasts until it is killed").isTrue();
      process.destroyForcibly().waitFor();
      kills++;
      arguments = List.of("train", "--resume", "--out", folder.resolve("killed").toString());
    }
    finish(start("killed", arguments));
    List<double[]> whole = rows("whole");
    List<double[]> killed = rows("killed");
    assertThat(killed).hasSameSizeAs(whole).hasSizeGreaterThan(PASSES);
    double worst = 0;
    for (int row = 0; row < whole.size(); row++) {
      for (int column = 0; column < COLUMNS; column++) {
        double expected = whole.get(row)[column];
        double apart = Math.abs(killed.get(row)[column] - expected);
        worst = Math.max(worst, apart == 0 ? 0 : apart / Math.abs(expected));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d kills in %d steps, worst relative difference %.1e%n",
        kills,
        whole.size(),
        worst);
    assertThat(worst).isLessThan(1e-5);
  }

  /** Windows that slide over a strip of noise: neighbours overlap. */
  private void makePictures() throws IOException {
    Files.createDirectory(folder.resolve("photos"));
    Random random = new Random(1);
    int step = SIDE / 4;
    BufferedImage strip =
        new BufferedImage(PICTURES * step + SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < strip.getWidth(); x++) {
      for (int y = 0; y < SIDE; y++) {
        strip.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    float[][] psi = new float[PICTURES][PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      ImageIO.write(
          strip.getSubimage(i * step, 0, SIDE, SIDE),
          "png",
          folder.resolve("photos/p%02d.png".formatted(i)).toFile());
      for (int j = 0; j < PICTURES; j++) {
        psi[i][j] = Math.max(0, 1 - Math.abs(i - j) / 4f);
      }
    }
    try (WritableHdfFile file = HdfFile.write(folder.resolve("gt.h5"))) {
      file.putDataset("fov", psi);
    }
  }

  private List<String> fresh(String name) {
    return List.of(
        "train",
        "--dataset",
        "folder:" + folder.resolve("photos"),
        "--labels",
        folder.resolve("gt.h5").toString(),
        "--out",
        folder.resolve(name).toString(),
        "--input",
        SIDE + "x" + SIDE,
        "--pairs",
        "24",
        "--passes",
        "" + PASSES,
        "--batch",
        "4",
        "--learning-rate",
        "0.01",
        "--momentum",
        "0.9",
        "--augment",
        "standard",
        "--seed",
        "5");
  }

  /** The program of this class path, on one thread, with a checkpoint every few steps. */
  private Process start(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--device", "cpu", "--threads", "1", "--loaders", "1"));
    command.addAll(List.of("--checkpoint-minutes", "0.01"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  private void finish(Process process) throws Exception {
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.waitFor()).as(logs()).isZero();
  }

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("whole.log", "killed.log")) {
      Path log = folder.resolve(name);
      text.append(Files.exists(log) ? Files.readString(log) : "");
    }
    return text.toString();
  }

  private boolean awaitRows(Process process, int rows) throws Exception {
    while (process.isAlive()) {
      if (rows("killed").size() >= rows) {
        return true;
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** Whole lines of the metrics. */
  private List<double[]> rows(String name) throws IOException {
    Path file = folder.resolve(name).resolve("metrics.csv");
    List<double[]> rows = new ArrayList<>();
    if (Files.exists(file)) {
      String text = Files.readString(file);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(1).toList()) {
        String[] words = line.split(",", -1);
        double[] row = new double[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
          row[i] = Double.parseDouble(words[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
