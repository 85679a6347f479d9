package org.labactors.experiment;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of Java records as named values, and the other way round. */
final class RecordValues {

  private static final String ALLOWED =
      "double, long, int, boolean, String, an enum, List, double[], long[] or Object";

  private RecordValues() {}

  /** The components by name, in their order; the values are not canonical yet. */
  static Map<String, @Nullable Object> of(Record values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      row.put(component.getName(), read(values, component));
    }
    return row;
  }

  private static @Nullable Object read(Record values, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(values);
    } catch (InvocationTargetException failure) {
      throw thrown(failure, values.getClass());
    } catch (IllegalAccessException | InaccessibleObjectException closed) {
      throw closed(values.getClass(), closed);
    }
  }

  /** A record made of the parameters of a trial that have the names of its components. */
  static <R extends Record> R read(Class<R> type, Trial trial) {
    RecordComponent[] components = type.getRecordComponents();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : components) {
      arguments.add(argument(type, component, trial));
    }
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException failure) {
      throw thrown(failure, type);
    } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
      throw closed(type, closed);
    }
  }

  private static @Nullable Object argument(Class<?> type, RecordComponent component, Trial trial) {
    String name = component.getName();
    Class<?> wanted = component.getType();
    try {
      if (wanted == double.class || wanted == Double.class) {
        return trial.getDouble(name);
      } else if (wanted == long.class || wanted == Long.class) {
        return trial.getLong(name);
      } else if (wanted == int.class || wanted == Integer.class) {
        return trial.getInt(name);
      } else if (wanted == boolean.class || wanted == Boolean.class) {
        return trial.getBoolean(name);
      } else if (wanted == String.class) {
        return trial.getString(name);
      } else if (wanted == List.class) {
        return trial.getList(name);
      } else if (wanted == double[].class) {
        return trial.getDoubles(name);
      } else if (wanted == long[].class) {
        return trial.getLongs(name);
      } else if (wanted == Object.class) {
        return trial.get(name);
      } else if (wanted.isEnum()) {
        return constant(wanted, name, trial.getString(name));
      }
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(
          "the record " + type.getSimpleName() + ": " + refusal.getMessage(), refusal);
    }
    throw new IllegalArgumentException(
        "the record "
            + type.getSimpleName()
            + ": the component '"
            + name
            + "' has type "
            + wanted.getName()
            + ", which no parameter has; it may be "
            + ALLOWED);
  }

  private static Object constant(Class<?> type, String name, String text) {
    List<String> names = new ArrayList<>();
    for (Object each : type.getEnumConstants()) {
      String constant = ((Enum<?>) each).name();
      if (constant.equals(text)) {
        return each;
      }
      names.add(constant);
    }
    throw new IllegalArgumentException(
        "the parameter '"
            + name
            + "' is "
            + text
            + ", which is no constant of "
            + type.getSimpleName()
            + "; there are "
            + names);
  }

  /** What the record's own code threw. */
  private static RuntimeException thrown(InvocationTargetException failure, Class<?> type) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalArgumentException("the record " + type.getSimpleName() + " failed", failure);
  }

  private static IllegalArgumentException closed(Class<?> type, Exception why) {
    return new IllegalArgumentException(
        "the record "
            + type.getName()
            + " cannot be read or made by reflection; open its package to the laboratory in its"
            + " module-info",
        why);
  }
}
