package org.waymark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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

  @Option(
      names = "--verbose",
      scope = ScopeType.LOCAL,
      order = 1000,
      description = "Log more, and show where a failure came from.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /** The version that this was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("/waymark.properties")) {
        properties.load(in);
      }
      return new String[] {"waymark " + properties.getProperty("version")};
    }
  }
}
