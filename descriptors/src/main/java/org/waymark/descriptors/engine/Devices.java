package org.waymark.descriptors.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/** Finds the device that a user names. */
public final class Devices {

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  private Devices() {}

  /**
   * The device of that name.
   *
   * @param name {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}
   * @throws WaymarkException when there is none
   */
  public static Device choose(Engine engine, String name) {
    int gpus = engine.getGpuCount();
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    if (name.equals("auto")) {
      return Device.gpu();
    }
    Matcher matcher = GPU.matcher(name);
    if (!matcher.matches()) {
      throw new WaymarkException(
          "unknown device '%s': use cpu, gpu, gpu:N or auto".formatted(name));
    }
    int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    if (number >= gpus) {
      throw new WaymarkException(
          "device '%s' is not there: PyTorch sees %d GPUs; `waymark doctor` says more, and --device cpu works"
              .formatted(name, gpus));
    }
    return Device.gpu(number);
  }
}
