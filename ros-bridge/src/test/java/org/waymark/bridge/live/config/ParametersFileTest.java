package org.waymark.bridge.live.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters as launch files write them. */
class ParametersFileTest {

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("parameters.yaml"), text);
  }

  @Test
  void shouldReadWhatIsForTheNode() throws Exception {
    Path file =
        file(
            """
            /**:
              ros__parameters:
                use_sim_time: true
                queue: 7
            camera:
              ros__parameters: {exposure: 3}
            """);
    assertThat(ParametersFile.read(file, "/r1/waymark")).containsEntry("use_sim_time", "true");
  }

  @Test
  void shouldLetTheNarrowestWin() throws Exception {
    Path file =
        file(
            """
            /r1/waymark: {ros__parameters: {use_sim_time: false}}
            /**: {ros__parameters: {use_sim_time: true}}
            """);
    assertThat(ParametersFile.read(file, "/r1/waymark")).containsEntry("use_sim_time", "false");
    assertThat(ParametersFile.read(file, "/waymark")).containsEntry("use_sim_time", "true");
  }
}
