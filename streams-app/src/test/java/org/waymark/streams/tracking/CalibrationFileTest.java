package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;

class CalibrationFileTest {

  @TempDir Path version;

  @BeforeEach
  void makeVersion() throws IOException {
    Files.writeString(version.resolve("map.json"), "{}");
  }

  private CalibrationFile file() {
    return new CalibrationFile(
        CalibrationFile.FORMAT,
        "model",
        CalibrationFile.manifestDigest(version),
        List.of("7scenes:/data"),
        250,
        false,
        "2026-01-01T00:00:00Z",
        new Calibration(Scenes.MODEL, 0.7, new Calibration.Confidence(0.1, 0.9), true));
  }

  @Test
  void shouldReadWhatItWrote() {
    assertThat(CalibrationFile.read(version, "model")).isEmpty();
    file().write(version);
    file().write(version);
    assertThat(CalibrationFile.read(version, "model")).contains(file());
  }

  @Test
  void shouldRefuseAnothersAndWhatWasChanged() throws IOException {
    file().write(version);
    assertThatThrownBy(() -> CalibrationFile.read(version, "other"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("another map or model");
    Path json = version.resolve(CalibrationFile.NAME);
    String text = Files.readString(json);
    Files.writeString(json, text.replace("0.7", "0.1"));
    assertThatThrownBy(() -> CalibrationFile.read(version, "model"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("changed or damaged");
    Files.writeString(json, "no json");
    assertThatThrownBy(() -> CalibrationFile.read(version, "model"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("waymark calibrate");
    Files.writeString(json, text);
    Files.writeString(version.resolve("map.json"), "{ }");
    assertThatThrownBy(() -> CalibrationFile.read(version, "model"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("another map or model");
  }
}
