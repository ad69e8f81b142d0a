package org.waymark.cli;

import picocli.CommandLine.Option;

/** Where a network runs. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      description = "Where the network runs. Default: ${DEFAULT-VALUE}.")
  private String device;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  DeviceOption() {}

  void check(WaymarkCommand command) {
    command.require(
        device.matches("auto|cpu|gpu(:[0-9]{1,4})?"), "--device is auto, cpu, gpu or gpu:N");
  }

  String name() {
    return device;
  }
}
