package org.waymark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.waymark.bridge.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark doctor}. */
@Command(
    name = "doctor",
    description = {
      "Tells what works on this machine: Java, PyTorch, GPU, Kafka, ROS, and the whole way.",
      "The whole way is a demo of a few simulated frames.",
      "Exit code 1 when Waymark cannot work here."
    })
final class DoctorCommand extends WaymarkCommand implements Callable<Integer> {

  @Mixin private ModelOptions model;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--quick", description = "Leave out the trial of the whole way.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DoctorCommand() {}

  @Override
  public Integer call() {
    model.check(this);
    List<Finding> findings = new ArrayList<>(MachineChecks.run());
    findings.addAll(EngineChecks.run(model));
    findings.addAll(NetworkChecks.run(kafka.settings(), given("--bootstrap-servers")));
    if (!quick) {
      findings.add(WholeWayCheck.run(model));
    }
    boolean healthy = findings.stream().noneMatch(f -> f.status() == Finding.Status.BROKEN);
    if (json) {
      Json.print(System.out, Map.of("healthy", healthy, "findings", findings));
    } else {
      Finding.print(findings, healthy, System.out);
    }
    return healthy ? 0 : 1;
  }
}
