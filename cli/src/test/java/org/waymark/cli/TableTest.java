package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void shouldAlignColumnsWithoutTrailingBlanks() {
    Table table = new Table("name", "n");
    table.row("a", "longer", "x");
    assertThat(table.toString().lines()).containsExactly("name  n", "a     longer  x");
    assertThat(new Table().toString()).isEmpty();
  }

  @Test
  void shouldWriteNumbersWithAPointAndADashForNone() {
    assertThat(Table.number(1.25, 1)).isEqualTo("1.3");
    assertThat(Table.number(Double.NaN, 1)).isEqualTo("-");
    assertThat(Table.number(Double.POSITIVE_INFINITY, 1)).isEqualTo("-");
  }
}
