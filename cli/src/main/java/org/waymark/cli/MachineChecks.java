package org.waymark.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Java and the machine under it. */
final class MachineChecks {

  private static final int JAVA = 25;
  private static final double GIB = 1L << 30;
  private static final double NEEDED_MEMORY_GIB = 3;
  private static final double NEEDED_DISK_GIB = 1;

  private MachineChecks() {}

  static List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(vectors());
    findings.add(machine());
    findings.add(disk());
    return findings;
  }

  private static Finding java() {
    String found =
        "%s, %s %s, at most %s GiB of heap"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("os.arch"),
                Table.number(Runtime.getRuntime().maxMemory() / GIB, 1));
    return Runtime.version().feature() >= JAVA
        ? Finding.good("Java", found)
        : Finding.broken("Java", found, "Install a JDK %d or newer.".formatted(JAVA));
  }

  private static Finding vectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? Finding.good("vector API", "on: Lucene compares descriptors with the CPU's vector units")
        : Finding.optional(
            "vector API",
            "off: searching a map is about two times slower",
            "Start with ./waymark, or pass --add-modules jdk.incubator.vector.");
  }

  private static Finding machine() {
    int cores = Runtime.getRuntime().availableProcessors();
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double memory = system.getTotalMemorySize() / GIB;
    String found =
        "%s %s, %d cores, %s GiB of memory"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                cores,
                Table.number(memory, 0));
    return memory >= NEEDED_MEMORY_GIB
        ? Finding.good("machine", found)
        : Finding.optional("machine", found, "The demo wants 3 GiB.");
  }

  private static Finding disk() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      double free = Files.getFileStore(temporary).getUsableSpace() / GIB;
      String found = String.format(Locale.ROOT, "%.0f GiB free in %s", free, temporary);
      return free >= NEEDED_DISK_GIB
          ? Finding.good("disk", found)
          : Finding.broken("disk", found, "Make room, or set -Djava.io.tmpdir elsewhere.");
    } catch (IOException e) {
      return Finding.broken("disk", temporary + ": " + e.getMessage(), "Set -Djava.io.tmpdir.");
    }
  }
}
