package org.waymark.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

class CheckpointFileTest {

  @TempDir Path folder;

  private RunDirectory run;

  @BeforeEach
  void createRun() {
    run = RunDirectory.create(folder);
    CheckpointFile.save(run, checkpoint(1, 0.25f));
  }

  private static Checkpoint checkpoint(long step, float value) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", new Tensor(List.of(2), new float[] {value, -value}));
    return new Checkpoint(
        new Checkpoint.Progress(3, 2, step, 1, 0.5, 12.5),
        new Weights(tensors),
        new Weights(tensors));
  }

  @Test
  void shouldReadWhatWasSavedLastAndKeepNothingElse() throws Exception {
    CheckpointFile.save(run, checkpoint(2, 0.75f));
    Checkpoint read = CheckpointFile.read(run);
    assertThat(read.progress()).isEqualTo(new Checkpoint.Progress(3, 2, 2, 1, 0.5, 12.5));
    assertThat(read.weights().get("w").values()).containsExactly(0.75f, -0.75f);
    assertThat(read.optimizer().get("w").values()).containsExactly(0.75f, -0.75f);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("checkpoint.json", "checkpoint-2.safetensors");
    }
  }

  @Test
  void shouldKeepTheOldOneWhenTheNewOneCannotBeWritten() throws Exception {
    // A folder stands where the file would go: it fails as a full disk does.
    Files.createDirectory(folder.resolve("checkpoint-2.safetensors.tmp"));
    assertThatThrownBy(() -> CheckpointFile.save(run, checkpoint(2, 0.75f)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("--resume");
    assertThat(CheckpointFile.read(run).progress().step()).isEqualTo(1);
  }

  /** {@code /dev/full} takes no byte: what is written through a link to it finds the disk full. */
  @ParameterizedTest
  @ValueSource(strings = {"checkpoint-2.safetensors", "checkpoint.json"})
  void shouldKeepTheOldOneWhenTheDiskIsFull(String file) throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Files.createSymbolicLink(folder.resolve(file + ".tmp"), full);
    assertThatThrownBy(() -> CheckpointFile.save(run, checkpoint(2, 0.75f)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("--resume");
    assertThat(CheckpointFile.read(run).progress().step()).isEqualTo(1);
    assertThat(CheckpointFile.read(run).weights().get("w").values()).containsExactly(0.25f, -0.25f);
    // With room again, saving goes on and clears what the attempt left.
    CheckpointFile.save(run, checkpoint(3, 0.5f));
    assertThat(CheckpointFile.read(run).progress().step()).isEqualTo(3);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void shouldKeepTheOldOneWhenTheDiskFillsUpHalfway() {
    Path file = folder.resolve("checkpoint-1.safetensors");
    assertThatThrownBy(
            () ->
                run.replace(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("No space left on device");
    assertThat(CheckpointFile.read(run).progress().step()).isEqualTo(1);
    assertThat(folder.resolve("checkpoint-1.safetensors.tmp")).doesNotExist();
  }

  @Test
  void shouldNotSaveWeightsThatAreNoNumbers() {
    assertThatThrownBy(() -> CheckpointFile.save(run, checkpoint(2, Float.NaN)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("w holds NaN");
    assertThat(CheckpointFile.read(run).progress().step()).isEqualTo(1);
  }

  @Test
  void shouldRefuseDamagedNumbers() throws Exception {
    Path numbers = folder.resolve("checkpoint-1.safetensors");
    byte[] bytes = Files.readAllBytes(numbers);
    bytes[bytes.length - 1] ^= 1;
    Files.write(numbers, bytes);
    assertThatThrownBy(() -> CheckpointFile.read(run))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("damaged");
  }
}
