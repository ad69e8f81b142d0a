package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  @Test
  void shouldExplainEveryCommandInAWholeSentence() {
    List<CommandLine> commands = new ArrayList<>();
    collect(new CommandLine(new Main()), commands);
    assertThat(commands).hasSizeGreaterThan(15);
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName();
      assertThat(command.getCommandSpec().findOption("--help")).as(name).isNotNull();
      String[] description = command.getCommandSpec().usageMessage().description();
      assertThat(description).as(name).isNotEmpty();
      // Lists of commands show the first line only.
      if (!name.endsWith(" help")) {
        assertThat(description[0]).as(name).endsWith(".");
      }
    }
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, into));
  }

  @Test
  void shouldListCommandsWhenNoneIsGiven() {
    Cli.Run run = Cli.run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("which command?", "localize", "waymark demo");
  }

  @Test
  void shouldPrintHelpAndVersionOnStandardOutput() {
    assertThat(Cli.run("demo", "--help").out()).contains("--dataset", "--skip-broken");
    assertThat(Cli.run("--version").out()).matches("waymark \\d.*\\R");
  }

  @Test
  void shouldShowAStackTraceToThoseWhoAskOnly() {
    String[] failing = {"index", "info", "/nowhere"};
    assertThat(Cli.run(failing).err()).doesNotContain("\tat ");
    assertThat(Cli.run("index", "info", "/nowhere", "--verbose").err())
        .contains("\tat org.waymark");
  }
}
