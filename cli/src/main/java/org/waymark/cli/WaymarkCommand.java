package org.waymark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands have: help, version, exit codes, and the switch for stack traces. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = WaymarkCommand.Version.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 1)
abstract class WaymarkCommand {

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--verbose",
      scope = ScopeType.LOCAL,
      order = 1000,
      description = "Log more, and show where a failure came from.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  WaymarkCommand() {}

  /** Refuses a wrong use of this command, as picocli refuses an unknown option. */
  void require(boolean holds, String rule) {
    if (!holds) {
      throw wrongUsage(rule);
    }
  }

  /** For ports to listen on. */
  void requirePort(String option, int port) {
    require(
        port >= 0 && port <= MAX_PORT,
        "%s is a port, 1 to %d, or 0 for any free one".formatted(option, MAX_PORT));
  }

  ParameterException wrongUsage(String rule) {
    return new ParameterException(spec.commandLine(), rule);
  }

  /** What the user gave, as opposed to defaults. */
  boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  boolean verbose() {
    return verbose;
  }

  /** The version that this was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"waymark " + number()};
    }

    /** The number alone, e.g. 1.0.0. */
    String number() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("/waymark.properties")) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    }
  }
}
