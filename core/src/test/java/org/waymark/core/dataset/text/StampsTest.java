package org.waymark.core.dataset.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {

  @ParameterizedTest
  @CsvSource({
    "1305031102.175304, 1305031102175304000",
    "1.036224e-01, 103622400",
    "0, 0",
    "-1.5, -1500000000",
    "1403636579.763555584, 1403636579763555584"
  })
  void shouldReadSecondsExactly(String text, long nanos) {
    assertThat(Stamps.ofSeconds(text)).isEqualTo(nanos);
    assertThat(Stamps.ofSeconds(Stamps.toSeconds(nanos))).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "NaN", "1e999999999", "1e-999999999", "99999999999999999999"})
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Stamps.ofSeconds(text)).isInstanceOf(MalformedLineException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000, 1700000000000000000",
    "1700000000123, 1700000000123000000",
    "1700000000123456, 1700000000123456000",
    "1700000000123456789, 1700000000123456789"
  })
  void shouldTellTheUnitByTheSize(long value, long nanos) {
    assertThat(Stamps.ofInteger(value)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-02, 86400000000000",
    "1970-01-01T00:00:01, 1000000000",
    "1970-01-01 00:00:01.5, 1500000000",
    "1970-01-01T00:00:01Z, 1000000000",
    "1970-01-01T01:00:01+01:00, 1000000000",
    "1700000000123, 1700000000123000000"
  })
  void shouldReadDates(String text, long nanos) {
    assertThat(Stamps.ofDate(text)).isEqualTo(nanos);
  }

  @Test
  void shouldRefuseWhatIsNoDate() {
    for (String text : new String[] {"", "2019-13-01", "yesterday", "2019-01-01T"}) {
      assertThatThrownBy(() -> Stamps.ofDate(text))
          .as(text)
          .isInstanceOf(MalformedLineException.class)
          .hasMessageContaining("'" + text + "'");
    }
  }
}
