package org.waymark.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;

class DatasetSpecTest {

  @Test
  void shouldReadKindPathAndOptionsInOrder() {
    DatasetSpec spec = DatasetSpec.parse("msls:/data/M SLS?city=cph&part=query");
    assertThat(spec.kind()).isEqualTo("msls");
    assertThat(spec.path()).isEqualTo(Path.of("/data/M SLS"));
    assertThat(spec.options().sequencedKeySet()).containsExactly("city", "part");
    assertThat(spec.toString()).isEqualTo("msls:/data/M SLS?city=cph&part=query");
  }

  @Test
  void shouldReplaceOptions() {
    DatasetSpec spec = DatasetSpec.parse("7scenes:a?split=train&hz=5").with("split", "test");
    assertThat(spec).hasToString("7scenes:a?split=test&hz=5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "heads", ":x", "7scenes:", "7scenes:a?split", "7scenes:a?=b", "f:a?b=1&b=2"})
  void shouldRefuseOtherForms(String text) {
    assertThatThrownBy(() -> DatasetSpec.parse(text)).isInstanceOf(WaymarkException.class);
  }

  @Test
  void shouldNameKnownKindsAndOptions() {
    assertThatThrownBy(() -> Datasets.open("8scenes:/data"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("7scenes")
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> Datasets.open("folder:/data?splat=1"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("splat")
        .hasMessageContaining("hz");
  }
}
