package org.labactors.internal.code;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;
import org.labactors.experiment.Experiment;
import org.labactors.internal.text.Spelling;

/** Says in the user's words what Jackson has against a tree. */
final class BindingRefusal {

  private BindingRefusal() {}

  static BindingException unknown(
      List<String> path, Class<?> type, Collection<String> known, @Nullable Throwable cause) {
    Optional<String> nearest = Spelling.nearest(path.get(path.size() - 1), known);
    String all =
        known.isEmpty()
            ? noFields(type)
            : type.getSimpleName() + " has " + String.join(", ", known) + ".";
    return new BindingException(
        path,
        "there is no such field",
        nearest.map(name -> "Maybe you mean " + name + ". ").orElse("") + all,
        cause);
  }

  private static String noFields(Class<?> type) {
    return namelessArguments(type)
        .map(what -> type.getSimpleName() + " has " + what)
        .orElse(type.getSimpleName() + " has no fields.");
  }

  /** The constructor whose arguments could be fields, if only their names were known. */
  private static Optional<String> namelessArguments(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(each -> each.getParameterCount() > 0 && !each.isSynthetic())
        .filter(each -> !each.getParameters()[0].isNamePresent())
        .findFirst()
        .map(
            each ->
                "a constructor "
                    + Arrays.stream(each.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"))
                    + ", but the names of its arguments are not compiled in. Make it a record (in"
                    + " Kotlin a data class with @JvmRecord), or compile it with -parameters (Kotlin:"
                    + " -java-parameters).");
  }

  private static @Nullable BindingException inside(JsonMappingException refusal) {
    for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BindingException inner) {
        List<String> path = new ArrayList<>(path(refusal));
        path.add(CodeMapper.CLASS);
        return new BindingException(path, inner.problem(), inner.remedy(), inner.getCause());
      }
    }
    return null;
  }

  static BindingException missing(List<String> path, Class<?> type, Class<?> field) {
    return new BindingException(
        path, "is missing", type.getSimpleName() + " needs it: " + allowed(field) + ".", null);
  }

  /** What Jackson refuses to make an object of this type of. */
  static BindingException of(Class<?> type, JsonMappingException refusal) {
    BindingException inner = inside(refusal);
    return inner == null ? explained(type, refusal) : inner;
  }

  private static BindingException explained(Class<?> type, JsonMappingException refusal) {
    List<String> path = path(refusal);
    if (refusal instanceof PropertyBindingException unknown) {
      return unknown(
          path,
          unknown.getReferringClass(),
          unknown.getKnownPropertyIds() == null
              ? List.of()
              : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList(),
          refusal);
    }
    if (refusal instanceof ValueInstantiationException thrown && thrown.getCause() != null) {
      Throwable cause = thrown.getCause();
      return new BindingException(
          path,
          "is refused by "
              + thrown.getType().getRawClass().getSimpleName()
              + ": "
              + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
          "",
          refusal);
    }
    if (refusal instanceof InvalidDefinitionException undefined) {
      Class<?> culprit = undefined.getType() == null ? type : undefined.getType().getRawClass();
      return new BindingException(
          path,
          culprit.getName() + " cannot be created",
          namelessArguments(culprit)
              .map(what -> "It has " + what)
              .orElse(
                  "It has neither a constructor without arguments nor one whose arguments have"
                      + " names. Make it a record."),
          refusal);
    }
    if (refusal instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return new BindingException(
          path, "must be " + allowed(mismatch.getTargetType()), formatHint(refusal), refusal);
    }
    return new BindingException(path, refusal.getOriginalMessage(), "", refusal);
  }

  private static String formatHint(JsonMappingException refusal) {
    if (refusal instanceof InvalidFormatException format
        && format.getTargetType() != null
        && TemporalAmount.class.isAssignableFrom(format.getTargetType())) {
      return "Write it as ISO 8601 has it: PT30S, PT5M, PT1H30M.";
    }
    return "";
  }

  private static String allowed(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    if (boxed == Integer.class) {
      return "a whole number of 32 bits";
    }
    if (boxed == Long.class || boxed == BigInteger.class) {
      return "a whole number";
    }
    if (boxed == Short.class || boxed == Byte.class) {
      return "a small whole number";
    }
    if (Number.class.isAssignableFrom(boxed)) {
      return "a number";
    }
    if (boxed == Boolean.class) {
      return "true or false";
    }
    if (boxed == String.class) {
      return "a string";
    }
    if (boxed.isEnum()) {
      return Arrays.stream(boxed.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (boxed == Attachment.class) {
      return "the name of a file";
    }
    if (boxed.isArray() || Collection.class.isAssignableFrom(boxed)) {
      return "a list";
    }
    if (TemporalAmount.class.isAssignableFrom(boxed)) {
      return "a duration";
    }
    if (Experiment.class.isAssignableFrom(boxed)) {
      return "an experiment, { class = …, its fields }";
    }
    return "a " + boxed.getSimpleName();
  }

  static List<String> path(JsonMappingException refusal) {
    List<String> path = new ArrayList<>();
    for (JsonMappingException.Reference step : refusal.getPath()) {
      path.add(step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName());
    }
    return path;
  }
}
