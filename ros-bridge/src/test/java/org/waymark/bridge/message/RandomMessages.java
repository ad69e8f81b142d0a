package org.waymark.bridge.message;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages with random content, of any type: made by looking at the records. */
public final class RandomMessages {

  private static final List<String> TEXTS =
      List.of("", "map", "base_link", "h\u00f6he \u20ac \ud83d\ude00");
  private static final Map<String, Integer> FIXED_LENGTHS =
      Map.of("covariance", 36, "k", 9, "r", 9, "p", 12);
  private static final long MAX_NANOS = 4_000_000_000L * 1_000_000_000L / 2;

  private final Random random;

  public RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  @SuppressWarnings("unchecked") // the type's read makes M and nothing else
  public <M> M next(MessageType<M> type) throws Exception {
    return (M) record(type.getClass().getEnclosingClass());
  }

  private Object record(Class<?> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i]);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private Object value(RecordComponent component) throws Exception {
    Class<?> type = component.getType();
    int length = FIXED_LENGTHS.getOrDefault(component.getName(), random.nextInt(6));
    if (type == List.class) {
      Class<?> element =
          (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        values.add(single(element));
      }
      return values;
    }
    if (type == double[].class) {
      return random.doubles(length).toArray();
    }
    if (type == byte[].class) {
      byte[] bytes = new byte[random.nextInt(1000)];
      random.nextBytes(bytes);
      return bytes;
    }
    return single(type);
  }

  private Object single(Class<?> type) throws Exception {
    if (type == String.class) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == byte.class) {
      return (byte) random.nextInt();
    }
    if (type == int.class) {
      return random.nextInt();
    }
    if (type == long.class) {
      return random.nextLong(MAX_NANOS);
    }
    if (type == double.class) {
      return random.nextGaussian();
    }
    return record(type);
  }
}
